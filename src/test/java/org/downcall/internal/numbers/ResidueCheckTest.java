package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    /** k = 0 makes the range of factors begin above the largest int. */
    @Test
    void binomialCoefficients() {
        check.binomial(Integer.MAX_VALUE, 0, BigInteger.ONE);
        check.binomial(Integer.MAX_VALUE, 1, BigInteger.valueOf(Integer.MAX_VALUE));
        assertReported(
                "a binomial coefficient",
                () -> check.binomial(Integer.MAX_VALUE, 0, BigInteger.TWO));
    }

    @Test
    void divisors() {
        for (int bits = 1; bits < 2000; bits += 97) {
            BigInteger g = new BigInteger(bits, random).setBit(bits - 1).setBit(1);
            BigInteger m = BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE);
            BigInteger x = new BigInteger(400, random).setBit(399);
            BigInteger u = x.modInverse(m);
            BigInteger a = x.multiply(g);
            BigInteger b = m.multiply(g);
            divisor(check, a, b, g, u);
            Runnable[] wrong = {
                () -> divisor(check, a, b, g, u.add(BigInteger.ONE)),
                () -> divisor(check, a, b, g.add(BigInteger.ONE), u),
                () -> divisor(check, a, b, BigInteger.ONE, u)
            };
            for (Runnable call : wrong) {
                String message = assertThrows(InternalError.class, call::run).getMessage();
                assertTrue(
                        message.startsWith("The native kernel computed a greatest common divisor"
                                + " incorrectly. The result, of "),
                        message);
            }
            divisor(new ResidueCheck(false), x, m, g, u);
        }
    }

    private static void divisor(
            ResidueCheck check, BigInteger a, BigInteger b, BigInteger g, BigInteger u) {
        check.divisor(new JavaBigIntegers(), Execution.DEFAULT, a, b, g, u);
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

    /** The modulus is a multiple of the prime, and so may the base be. */
    @Test
    void modularPowers() {
        BigInteger prime = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);
        for (BigInteger a : new BigInteger[] {new BigInteger(300, random), prime, BigInteger.TWO}) {
            for (int bits = 1; bits < 400; bits += 57) {
                BigInteger exponent = new BigInteger(bits, random).setBit(bits - 1);
                BigInteger modulus = check.extended(new BigInteger(200, random).setBit(199));
                assertEquals(BigInteger.ZERO, modulus.mod(prime));
                MemorySegment power =
                        limbs(a.modPow(exponent, modulus).setBit(320).clearBit(320));
                check.modularPower(limbs(a), exponent, power);
                MemorySegment wrong = limbs(a.modPow(exponent, modulus).flipBit(5));
                assertReported("the power", () -> check.modularPower(limbs(a), exponent, wrong));
                new ResidueCheck(false).modularPower(limbs(a), exponent, wrong);
            }
        }
        assertEquals(BigInteger.TEN, new ResidueCheck(false).extended(BigInteger.TEN));
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
    void squareRoots() {
        for (int bits = 2; bits < 2000; bits += 97) {
            BigInteger a = new BigInteger(bits, random).setBit(bits - 1);
            BigInteger[] known = a.sqrtAndRemainder();
            MemorySegment root = limbs(known[0]);
            MemorySegment remainder = limbs(known[1].max(BigInteger.ONE));
            if (known[1].signum() == 0) {
                remainder.fill((byte) 0);
            }
            check.squareRoot(limbs(a), root, remainder);
            for (MemorySegment wrong : new MemorySegment[] {root, remainder}) {
                flip(wrong, random.nextInt(bits / 2));
                assertReported(
                        "the square root and its remainder",
                        () -> check.squareRoot(limbs(a), root, remainder));
                new ResidueCheck(false).squareRoot(limbs(a), root, remainder);
                wrong.copyFrom(limbs(wrong == root ? known[0] : known[1].max(BigInteger.ONE)));
            }
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

    @Test
    void productsOfWords() {
        long[] words = random.longs(50).toArray();
        MemorySegment factors = MemorySegment.ofArray(words);
        BigInteger expected = new JavaProducts().ofWords(words);
        MemorySegment product = limbs(expected);
        check.productOfWords(factors, product);
        flip(product, 77);
        assertReported("the product", () -> check.productOfWords(factors, product));
        new ResidueCheck(false).productOfWords(factors, product);
    }

    @Test
    void conversionsInAnyRadix() {
        BigInteger a = new BigInteger(500, random);
        MemorySegment binary = limbs(a);
        for (int radix = 2; radix <= 36; radix++) {
            int in = radix;
            int inWord = RadixDigits.of(radix).inWord();
            String digits = a.toString(radix);
            MemorySegment words =
                    MemorySegment.ofArray(new long[(digits.length() + inWord - 1) / inWord]);
            new RadixText(digits, radix).toWords(words, radix);
            check.conversion(binary, words, radix);
            flip(words, 64);
            assertReported(
                    "the conversion between binary and radix " + radix,
                    () -> check.conversion(binary, words, in));
            new ResidueCheck(false).conversion(binary, words, radix);
        }
    }

    @Test
    void factorialsAndBinomialCoefficients() {
        JavaBigIntegers java = new JavaBigIntegers();
        for (int n : new int[] {0, 1, 2, 30, 500}) {
            BigInteger factorial = java.factorial(n, Execution.DEFAULT);
            BigInteger binomial = java.binomial(n, n / 3, Execution.DEFAULT);
            check.factorial(n, factorial);
            check.binomial(n, n / 3, binomial);
            assertReported(n + "!", () -> check.factorial(n, factorial.flipBit(0)));
            assertReported(
                    "a binomial coefficient", () -> check.binomial(n, n / 3, binomial.flipBit(0)));
            new ResidueCheck(false).factorial(n, BigInteger.ZERO);
            new ResidueCheck(false).binomial(n, n / 3, BigInteger.ZERO);
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
