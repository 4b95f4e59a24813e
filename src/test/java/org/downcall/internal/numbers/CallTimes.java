package org.downcall.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import org.downcall.Backend;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.calls.NativeMemory;
import org.downcall.internal.calls.NativeTask;

/**
 * Prints how long one call takes at each limit of {@link Thresholds}. On an idle machine, after
 * {@code mvn test-compile}, from the top of the project, at all levels in turn:
 *
 * <pre>
 * java --enable-native-access=ALL-UNNAMED -Dorg.downcall.isa=avx512 \
 *     -cp target/classes:target/test-classes org.downcall.internal.numbers.CallTimes
 * </pre>
 *
 * <p>It takes about ten seconds.
 */
final class CallTimes {

    public static void main(String[] args) {
        System.out.println(Backend.current());

        long n = Thresholds.CRITICAL_EXACT_INDEX;
        MemorySegment result = limbs(NativeFibonacci.resultLimbs(n));
        MemorySegment scratch = limbs(NativeFibonacci.scratchLimbs(n));
        print("CRITICAL_EXACT_INDEX", () -> Downcalls.fibonacciExact(result, scratch, n));

        int half = Thresholds.CRITICAL_PRODUCT_LIMBS / 2;
        MemorySegment a = limbs(half);
        MemorySegment b = limbs(half);
        MemorySegment product = limbs(2 * half);
        MemorySegment space = limbs((int) Downcalls.multiplyScratchLimbs(half, half));
        print("CRITICAL_PRODUCT_LIMBS", () -> Downcalls.multiply(product, a, b, space));

        MemorySegment words = limbs(Thresholds.CRITICAL_BIG_ENDIAN_LIMBS);
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) words.byteSize()]);
        print("CRITICAL_BIG_ENDIAN_LIMBS, to", () -> Downcalls.limbsToBigEndian(bytes, words));
        print("CRITICAL_BIG_ENDIAN_LIMBS, from", () -> Downcalls.limbsFromBigEndian(words, bytes));

        MemorySegment decimal = limbs(Thresholds.CRITICAL_DECIMAL_WORDS);
        int digits = DecimalWords.DIGITS_PER_WORD;
        MemorySegment ascii =
                MemorySegment.ofArray(new byte[Thresholds.CRITICAL_DECIMAL_WORDS * digits]);
        print("CRITICAL_DECIMAL_WORDS, to", () -> Downcalls.decimalToAscii(ascii, decimal, digits));
        print("CRITICAL_DECIMAL_WORDS, from", () -> Downcalls.decimalFromAscii(decimal, ascii));

        NativeResources resources = new NativeResources(false, NativeMemory.unlimited());
        // The buffers of a product have about 14 times the limbs of each factor.
        long bits = Thresholds.ONE_CALL_TASK_LIMBS / 14 * Long.SIZE;
        try (NativeTask task = resources.tasks().multiply(bits, bits, null)) {
            Magnitude.toLimbs(ones(bits), task.a());
            Magnitude.toLimbs(ones(bits), task.b());
            print("ONE_CALL_TASK_LIMBS", task::run);
            MemorySegment many = limbs((int) Thresholds.RESIDUE_WORDS);
            print("RESIDUE_WORDS", () -> Downcalls.residueOnHeap(many, 0, 0));
        }
    }

    private static byte[] ones(long bits) {
        return BigInteger.ONE.shiftLeft((int) bits).subtract(BigInteger.ONE).toByteArray();
    }

    private static MemorySegment limbs(int count) {
        long[] limbs = new long[count];
        Arrays.setAll(limbs, i -> 0x1122_3344_5566_7788L + i); // less than 10^19
        return MemorySegment.ofArray(limbs);
    }

    /** Prints the median time of a call during a second. */
    private static void print(String name, Runnable call) {
        long[] times = new long[100_000];
        long start = System.nanoTime();
        int count = 0;
        while (count < times.length && System.nanoTime() - start < 1_000_000_000) {
            long before = System.nanoTime();
            call.run();
            times[count++] = System.nanoTime() - before;
        }
        Arrays.sort(times, 0, count);
        System.out.printf(Locale.ROOT, "%-32s %9.1f us%n", name, times[count / 2] / 1e3);
    }

    private CallTimes() {}
}
