package org.downcall.benchmarks.vectors;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.downcall.Vectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The dot product of two arrays on the heap.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar VectorPair}
 *
 * <p><b>Expect:</b> the loop in Java adds one number after the other, so it takes about as many
 * additions in sequence as there are elements. C and the Vector API add many at a time. The call of C
 * takes a few nanoseconds, which matters for short vectors only.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 5,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"
        })
public class VectorPair {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    @Param({"16", "128", "768", "1536"})
    public int dimensions;

    private float[] a;
    private float[] b;
    private short[] halfA;
    private short[] halfB;
    private byte[] byteA;
    private byte[] byteB;

    @Setup
    public void create() {
        Random random = new Random(1);
        a = new float[dimensions];
        b = new float[dimensions];
        halfA = new short[dimensions];
        halfB = new short[dimensions];
        byteA = new byte[dimensions];
        byteB = new byte[dimensions];
        random.nextBytes(byteA);
        random.nextBytes(byteB);
        for (int i = 0; i < dimensions; i++) {
            a[i] = (float) random.nextGaussian();
            b[i] = (float) random.nextGaussian();
            halfA[i] = Float.floatToFloat16(a[i]);
            halfB[i] = Float.floatToFloat16(b[i]);
        }
        if (Math.abs(java() - downcall()) > 1e-3 || Math.abs(vectorApi() - downcall()) > 1e-3) {
            throw new AssertionError("The contenders disagree.");
        }
        if (javaInt8() != downcallInt8()) {
            throw new AssertionError("The contenders for int8 disagree.");
        }
    }

    @Benchmark
    public float java() {
        float sum = 0;
        for (int i = 0; i < dimensions; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Four sums, as many as the additions that overlap in time with 16 lanes each. */
    @Benchmark
    public float vectorApi() {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int width = SPECIES.length();
        int i = 0;
        for (; i <= dimensions - 4 * width; i += 4 * width) {
            sum0 = product(i).add(sum0);
            sum1 = product(i + width).add(sum1);
            sum2 = product(i + 2 * width).add(sum2);
            sum3 = product(i + 3 * width).add(sum3);
        }
        for (; i <= dimensions - width; i += width) {
            sum0 = product(i).add(sum0);
        }
        float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (; i < dimensions; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private FloatVector product(int i) {
        return FloatVector.fromArray(SPECIES, a, i).mul(FloatVector.fromArray(SPECIES, b, i));
    }

    @Benchmark
    public float downcall() {
        return Vectors.dot(a, b);
    }

    @Benchmark
    public float javaFloat16() {
        float sum = 0;
        for (int i = 0; i < dimensions; i++) {
            sum += Float.float16ToFloat(halfA[i]) * Float.float16ToFloat(halfB[i]);
        }
        return sum;
    }

    @Benchmark
    public float downcallFloat16() {
        return Vectors.dot(halfA, halfB);
    }

    @Benchmark
    public long javaInt8() {
        int sum = 0;
        for (int i = 0; i < dimensions; i++) {
            sum += byteA[i] * byteB[i];
        }
        return sum;
    }

    @Benchmark
    public long downcallInt8() {
        return Vectors.dot(byteA, byteB);
    }
}
