package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Random;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.calls.Execution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A right result passes, and one with a wrong bit is reported. */
@RequiresLibrary
class ResidueCheckTest {

    private final ResidueCheck check = new ResidueCheck(true);
    private final Random random = new Random(1);

    @BeforeAll
    static void load() {
        TestBuild.assertLibraryIsLoaded();
    }

    private static MemorySegment limbs(BigInteger a) {
        return MemorySegment.ofArray(Magnitude.toLimbs(a.toByteArray()));
    }

    private static void flip(MemorySegment limbs, long bit) {
        long limb = limbs.getAtIndex(ValueLayout.JAVA_LONG, bit / 64);
        limbs.setAtIndex(ValueLayout.JAVA_LONG, bit / 64, limb ^ 1L << bit % 64);
    }

    private static void assertReported(String what, Runnable wrong) {
        String message = assertThrows(InternalError.class, wrong::run).getMessage();
        assertEquals(
                "The native kernel computed " + what
                        + " incorrectly. Modulo 2^61 - 1, the result is N and should be N. Please"
                        + " report this with the CPU model and the text of Backend.current(). As a"
                        + " workaround, set -Dorg.downcall.backend=java or"
                        + " -Dorg.downcall.isa=baseline.",
                message.replaceAll("(?<=is |be )\\d+", "N"));
    }

    @Test
    void products() {
        for (int bits = 1; bits < 2000; bits += 97) {
            BigInteger a = new BigInteger(bits, random).setBit(bits - 1);
            BigInteger b = new BigInteger(bits + 40, random).setBit(bits);
            MemorySegment product = limbs(a.multiply(b));
            check.product(limbs(a), limbs(b), product);
            flip(product, random.nextInt(bits));
            assertReported("the product", () -> check.product(limbs(a), limbs(b), product));
            new ResidueCheck(false).product(limbs(a), limbs(b), product);
        }
    }

    @Test
    void divisions() {
        for (int bits = 1; bits < 2000; bits += 97) {
            BigInteger b = new BigInteger(bits, random).setBit(bits - 1);
            BigInteger a = new BigInteger(bits + 40, random).setBit(bits + 39);
            MemorySegment quotient = limbs(a.divide(b));
            MemorySegment remainder = limbs(a.remainder(b));
            check.division(limbs(a), limbs(b), quotient, remainder);
            flip(remainder, 0);
            assertReported(
                    "the quotient and the remainder",
                    () -> check.division(limbs(a), limbs(b), quotient, remainder));
            flip(remainder, 0);
            flip(quotient, random.nextInt(40));
            assertReported(
                    "the quotient and the remainder",
                    () -> check.division(limbs(a), limbs(b), quotient, remainder));
            new ResidueCheck(false).division(limbs(a), limbs(b), quotient, remainder);
        }
    }

    @Test
    void powers() {
        BigInteger a = new BigInteger(200, random);
        for (int exponent : new int[] {0, 1, 2, 3, 7, 64, 100}) {
            MemorySegment power = limbs(a.pow(exponent));
            check.power(limbs(a), exponent, power);
            flip(power, 0);
            assertReported("the power", () -> check.power(limbs(a), exponent, power));
            new ResidueCheck(false).power(limbs(a), exponent, power);
        }
    }

    @Test
    void conversions() {
        MemorySegment binary = limbs(new BigInteger("7" + "0".repeat(19)));
        MemorySegment decimal = MemorySegment.ofArray(new long[] {0, 7});
        check.conversion(binary, decimal);
        flip(decimal, 64);
        assertReported(
                "the conversion between binary and decimal",
                () -> check.conversion(binary, decimal));
        new ResidueCheck(false).conversion(binary, decimal);
    }

    @Test
    void fibonacciNumbers() {
        for (long n : new long[] {0, 1, 2, 93, 94, 1000, 100_001}) {
            MemorySegment f = limbs(new JavaFibonacci().exact(n, Execution.DEFAULT));
            check.fibonacci(n, f);
            flip(f, 0);
            assertReported("F(" + n + ")", () -> check.fibonacci(n, f));
            new ResidueCheck(false).fibonacci(n, f);
        }
    }

    /** More words than one call processes, off the heap, where calls are not critical. */
    @Test
    void manyWords() {
        long words = 2L * Thresholds.RESIDUE_WORDS + 3;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocate(words * Long.BYTES, Long.BYTES);
            MemorySegment one = limbs(BigInteger.ONE);
            for (long i = 0; i < words; i++) {
                a.setAtIndex(ValueLayout.JAVA_LONG, i, random.nextLong());
            }
            MemorySegment copy = arena.allocate(words * Long.BYTES, Long.BYTES).copyFrom(a);
            check.product(a, one, copy);
            for (long word : new long[] {0, words / 2, words - 1}) {
                flip(copy, 64 * word);
                assertReported("the product", () -> check.product(a, one, copy));
                flip(copy, 64 * word);
            }
        }
    }
}
