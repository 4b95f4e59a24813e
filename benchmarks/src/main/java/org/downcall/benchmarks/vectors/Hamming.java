package org.downcall.benchmarks.vectors;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.lucene.util.VectorUtil;
import org.downcall.Vectors;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Kernel;
import org.downcall.benchmarks.kernels.Task;
import org.downcall.benchmarks.run.RunMode;

/**
 * The number of bits in which two arrays differ. HotSpot vectorizes the loop in Java, because sums
 * of integers may be added in any order.
 */
public final class Hamming implements Kernel {

    @Override
    public String name() {
        return "hamming";
    }

    @Override
    public String title() {
        return "Hamming distance";
    }

    @Override
    public String unit() {
        return "bits";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(1024L);
            case DEFAULT -> List.of();
            case FULL -> List.of(256L, 1024L, 8192L, 65_536L);
        };
    }

    @Override
    public boolean settlesSlowly() {
        return true;
    }

    @Override
    public boolean movesOperands() {
        return true;
    }

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java loop", Hamming::inJava),
                Contender.of(Kind.NATIVE, "native", "Vectors.hamming", Hamming::inC),
                VectorModule.contender(Kind.LIBRARY, "lucene", "Lucene", Hamming::byLucene));
    }

    private static byte[] bytes(int number, long bits) {
        return Samples.bytes(number, Math.toIntExact(bits / Byte.SIZE));
    }

    private static long[] words(int number, long bits) {
        long[] words = new long[Math.toIntExact(bits / Long.SIZE)];
        ByteBuffer.wrap(bytes(number, bits)).asLongBuffer().get(words);
        return words;
    }

    private static Task inJava(long bits) {
        long[] a = words(1, bits);
        long[] b = words(2, bits);
        return Task.ofLong(() -> {
            long distance = 0;
            for (int i = 0; i < a.length; i++) {
                distance += Long.bitCount(a[i] ^ b[i]);
            }
            return distance;
        });
    }

    private static Task inC(long bits) {
        long[] a = words(1, bits);
        long[] b = words(2, bits);
        return Task.ofLong(() -> Vectors.hamming(a, b));
    }

    private static Task byLucene(long bits) {
        byte[] a = bytes(1, bits);
        byte[] b = bytes(2, bits);
        return Task.ofLong(() -> VectorUtil.xorBitCount(a, b));
    }
}
