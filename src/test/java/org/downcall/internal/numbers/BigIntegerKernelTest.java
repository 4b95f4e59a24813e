package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.downcall.internal.calls.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel returns what BigInteger's own methods return. Each kernel has a subclass. */
abstract class BigIntegerKernelTest {

    private static final List<BigInteger> EDGES = List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            BigInteger.TEN,
            BigInteger.valueOf(Integer.MAX_VALUE),
            BigInteger.valueOf(Long.MAX_VALUE),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(64),
            BigInteger.ONE.shiftLeft(64).add(BigInteger.ONE),
            BigInteger.TEN.pow(18),
            BigInteger.TEN.pow(19).subtract(BigInteger.ONE),
            BigInteger.TEN.pow(19),
            BigInteger.TEN.pow(38),
            BigInteger.ONE.shiftLeft(1000),
            BigInteger.ONE.shiftLeft(4096).subtract(BigInteger.ONE),
            BigInteger.TEN.pow(2000),
            BigInteger.TEN.pow(2000).subtract(BigInteger.ONE));

    private static final boolean IS_LONG_RUN = "true".equals(System.getenv("DOWNCALL_LONG_TESTS"));

    abstract BigIntegerKernel kernel();

    /**
     * The distance to the next length that is tested. A short run has all short lengths, and one in
     * three of the longer ones: see docs/testing.md. Other tests have those next to thresholds.
     */
    private static int step(int bits, int shortBits, int shortStep, int divisor) {
        return bits < shortBits ? shortStep : 1 + bits * (IS_LONG_RUN ? 1 : 3) / divisor;
    }

    /** Random bits, all ones, a single one, and long runs of zeros and ones. */
    static BigInteger number(int bits, int pattern, Random random) {
        BigInteger ones = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        return switch (pattern) {
            case 0 -> new BigInteger(bits, random).setBit(Math.max(bits - 1, 0));
            case 1 -> ones;
            case 2 -> BigInteger.ONE.shiftLeft(Math.max(bits - 1, 0));
            case 3 -> ones.shiftRight(bits / 2).shiftLeft(bits / 2);
            default ->
                ones.xor(BigInteger.ONE.shiftLeft(bits * 2 / 3))
                        .xor(BigInteger.ONE.shiftLeft(bits / 3));
        };
    }

    @Test
    void productsOfEdgesWithAllSigns() {
        for (BigInteger a : EDGES) {
            for (BigInteger b : EDGES) {
                assertEquals(
                        a.multiply(b), kernel().multiply(a, b, Execution.DEFAULT), a + " " + b);
                assertEquals(
                        a.negate().multiply(b),
                        kernel().multiply(a.negate(), b, Execution.DEFAULT),
                        a + " " + b);
                assertEquals(
                        a.multiply(b),
                        kernel().multiply(a.negate(), b.negate(), Execution.DEFAULT),
                        a + " " + b);
            }
            assertEquals(a.multiply(a), kernel().multiply(a, a, Execution.DEFAULT), "" + a);
            BigInteger negative = a.negate();
            assertEquals(
                    a.multiply(a),
                    kernel().multiply(negative, negative, Execution.DEFAULT),
                    "" + a);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void productsOfEverySize(int pattern) {
        Random random = new Random(pattern);
        for (int bits = 1; bits <= 20_000; bits += step(bits, 300, 1, 25)) {
            BigInteger a = number(bits, pattern, random);
            BigInteger b = number(1 + random.nextInt(bits), random.nextInt(5), random);
            assertEquals(a.multiply(b), kernel().multiply(a, b, Execution.DEFAULT), bits + " bits");
            assertEquals(
                    b.multiply(a),
                    kernel().multiply(b, a.negate(), Execution.DEFAULT).negate(),
                    bits + " bits");
            assertEquals(a.multiply(a), kernel().multiply(a, a, Execution.DEFAULT), bits + " bits");
            BigInteger copy = new BigInteger(a.toByteArray());
            assertEquals(
                    a.multiply(copy),
                    kernel().multiply(a, copy, Execution.DEFAULT),
                    bits + " bits");
        }
    }

    @Test
    void veryUnbalancedProducts() {
        Random random = new Random(11);
        for (int bits : new int[] {1, 63, 64, 65, 640, 4_000, 9_000, 20_000}) {
            BigInteger a = number(bits, 0, random);
            BigInteger b = number(700_000, 0, random);
            assertEquals(a.multiply(b), kernel().multiply(a, b, Execution.DEFAULT), bits + " bits");
            assertEquals(a.multiply(b), kernel().multiply(b, a, Execution.DEFAULT), bits + " bits");
        }
    }

    private void assertModPow(BigInteger a, BigInteger exponent, BigInteger modulus) {
        assertEquals(
                a.modPow(exponent, modulus),
                kernel().modPow(a, exponent, modulus, Execution.DEFAULT),
                () -> a + "^" + exponent + " mod " + modulus);
    }

    @Test
    void modularPowersOfSmallNumbers() {
        for (int modulus = 1; modulus <= 20; modulus++) {
            for (int a = -12; a <= 12; a++) {
                for (int exponent = -6; exponent <= 12; exponent++) {
                    BigInteger base = BigInteger.valueOf(a);
                    BigInteger by = BigInteger.valueOf(modulus);
                    if (exponent < 0 && !base.gcd(by).equals(BigInteger.ONE)) {
                        assertSameException(base, BigInteger.valueOf(exponent), by);
                    } else {
                        assertModPow(base, BigInteger.valueOf(exponent), by);
                    }
                }
            }
        }
    }

    private void assertSameException(BigInteger a, BigInteger exponent, BigInteger modulus) {
        String expected = assertThrows(ArithmeticException.class, () -> a.modPow(exponent, modulus))
                .getMessage();
        assertEquals(
                expected,
                assertThrows(
                                ArithmeticException.class,
                                () -> kernel().modPow(a, exponent, modulus, Execution.DEFAULT))
                        .getMessage(),
                () -> a + "^" + exponent + " mod " + modulus);
    }

    @Test
    void modularPowersThatDoNotExist() {
        BigInteger large = BigInteger.TEN.pow(700);
        for (BigInteger a : List.of(BigInteger.ZERO, BigInteger.ONE, large)) {
            for (BigInteger exponent : List.of(BigInteger.ZERO, BigInteger.TWO, large.negate())) {
                assertSameException(a, exponent, BigInteger.ZERO);
                assertSameException(a, exponent, large.negate());
            }
        }
        assertSameException(BigInteger.ZERO, BigInteger.ONE.negate(), large);
        assertSameException(BigInteger.TWO, BigInteger.TWO.negate(), large);
        assertSameException(
                large, BigInteger.ONE.negate(), large.pow(2).negate().abs());
    }

    @Test
    void modularPowersWhoseExponentsHaveManyZeros() {
        BigInteger a = BigInteger.valueOf(3);
        BigInteger odd = BigInteger.TEN.pow(50).add(BigInteger.ONE);
        for (BigInteger modulus : List.of(odd, odd.shiftLeft(3), odd.pow(10))) {
            for (int zeros : new int[] {1, 63, 64, 65, 127, 128, 129, 191, 192, 193, 1000}) {
                BigInteger power = BigInteger.ONE.shiftLeft(zeros);
                assertModPow(a, power, modulus);
                assertModPow(a, power.add(BigInteger.ONE), modulus);
                assertModPow(a, power.shiftLeft(zeros).add(power), modulus);
                assertModPow(a, power.shiftLeft(200).add(power).add(BigInteger.ONE), modulus);
            }
        }
    }

    @Test
    void modularPowersOfEdges() {
        for (BigInteger a : EDGES) {
            for (BigInteger modulus : EDGES) {
                if (modulus.signum() == 0) {
                    continue;
                }
                for (int exponent : new int[] {0, 1, 2, 3, 255, 256, 65_537}) {
                    assertModPow(a, BigInteger.valueOf(exponent), modulus);
                    assertModPow(a.negate(), BigInteger.valueOf(exponent), modulus);
                }
            }
        }
    }

    /** Odd and even moduli, and bases that are shorter, longer, or multiples of the modulus. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void modularPowersOfEverySize(int pattern) {
        Random random = new Random(40 + pattern);
        for (int bits = 1; bits <= 9_000; bits += step(bits, 260, 7, 9)) {
            BigInteger modulus = number(bits, pattern, random);
            for (BigInteger by : List.of(modulus.setBit(0), modulus.clearBit(0), modulus)) {
                if (by.signum() == 0) {
                    continue;
                }
                BigInteger a = number(1 + random.nextInt(2 * bits), random.nextInt(5), random);
                BigInteger exponent = number(1 + random.nextInt(70), random.nextInt(5), random);
                assertModPow(a, exponent, by);
                assertModPow(a.negate(), exponent, by);
                assertModPow(a.multiply(by), exponent, by);
                assertModPow(a.multiply(by).add(BigInteger.ONE), exponent, by);
                if (a.gcd(by).equals(BigInteger.ONE)) {
                    assertModPow(a, exponent.negate(), by);
                }
            }
        }
    }

    /** Fermat's theorem for Mersenne primes, and Euler's for 3^k. */
    @Test
    void theoremsOfFermatAndEuler() {
        Random random = new Random(45);
        for (int e : new int[] {61, 127, 521, 1279, 3217}) {
            BigInteger prime = BigInteger.ONE.shiftLeft(e).subtract(BigInteger.ONE);
            BigInteger a = number(e - 1, 0, random);
            assertEquals(a, kernel().modPow(a, prime, prime, Execution.DEFAULT));
            assertEquals(
                    BigInteger.ONE,
                    kernel().modPow(a, prime.subtract(BigInteger.ONE), prime, Execution.DEFAULT));
        }
        for (int k : new int[] {1, 40, 400, 2_000}) {
            BigInteger third = BigInteger.valueOf(3).pow(k - 1);
            BigInteger modulus = third.multiply(BigInteger.valueOf(3));
            BigInteger a =
                    BigInteger.valueOf(3).multiply(number(900, 0, random)).add(BigInteger.TWO);
            BigInteger phi = third.multiply(BigInteger.TWO);
            assertEquals(BigInteger.ONE, kernel().modPow(a, phi, modulus, Execution.DEFAULT));
        }
    }

    @Test
    void powers() {
        Random random = new Random(12);
        for (BigInteger a : EDGES) {
            for (int e : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17}) {
                assertEquals(a.pow(e), kernel().pow(a, e, Execution.DEFAULT), a + "^" + e);
                assertEquals(
                        a.negate().pow(e),
                        kernel().pow(a.negate(), e, Execution.DEFAULT),
                        "(-" + a + ")^" + e);
            }
        }
        for (int i = 0; i < 200; i++) {
            int zeros = i % 3 == 0 ? random.nextInt(100) : 0;
            BigInteger a = number(1 + random.nextInt(200), i % 5, random).shiftLeft(zeros);
            int e = random.nextInt(300);
            assertEquals(a.pow(e), kernel().pow(a, e, Execution.DEFAULT), a + "^" + e);
        }
        assertEquals(
                BigInteger.valueOf(3).pow(100_000),
                kernel().pow(BigInteger.valueOf(3), 100_000, Execution.DEFAULT));
        assertEquals(
                BigInteger.ONE, kernel().pow(BigInteger.ONE, Integer.MAX_VALUE, Execution.DEFAULT));
        BigInteger minusOne = BigInteger.ONE.negate();
        assertEquals(minusOne, kernel().pow(minusOne, Integer.MAX_VALUE, Execution.DEFAULT));
    }

    /** All results, for all signs. */
    private void assertDivides(BigInteger dividend, BigInteger divisor, String what) {
        for (int signs = 0; signs < 4; signs++) {
            BigInteger a = signs % 2 == 0 ? dividend : dividend.negate();
            BigInteger b = signs < 2 ? divisor : divisor.negate();
            BigInteger[] expected = a.divideAndRemainder(b);
            assertArrayEquals(expected, kernel().divideAndRemainder(a, b, Execution.DEFAULT), what);
            assertEquals(expected[0], kernel().divide(a, b, Execution.DEFAULT), what);
            assertEquals(expected[1], kernel().remainder(a, b, Execution.DEFAULT), what);
            if (b.signum() > 0) {
                assertEquals(a.mod(b), kernel().mod(a, b, Execution.DEFAULT), what);
            }
        }
    }

    @Test
    void quotientsOfEdges() {
        for (BigInteger a : EDGES) {
            for (BigInteger b : EDGES) {
                if (b.signum() != 0) {
                    assertDivides(a, b, a + " / " + b);
                }
            }
            BigInteger negative = a.negate();
            if (a.signum() != 0) {
                assertEquals(BigInteger.ONE, kernel().divide(a, a, Execution.DEFAULT));
                assertEquals(BigInteger.ZERO, kernel().mod(negative, a, Execution.DEFAULT));
            }
        }
    }

    private void assertDivisor(BigInteger a, BigInteger b, String message) {
        BigInteger expected = a.gcd(b);
        assertEquals(expected, kernel().gcd(a, b, Execution.DEFAULT), message);
        assertEquals(expected, kernel().gcd(a.negate(), b, Execution.DEFAULT), message);
        assertEquals(expected, kernel().gcd(b, a.negate(), Execution.DEFAULT), message);
    }

    /** The inverse of a modulo m, or the exception that BigInteger throws. */
    private void assertInverse(BigInteger a, BigInteger m, String message) {
        BigInteger expected;
        try {
            expected = a.modInverse(m);
        } catch (ArithmeticException e) {
            ArithmeticException actual = assertThrows(
                    ArithmeticException.class,
                    () -> kernel().modInverse(a, m, Execution.DEFAULT),
                    message);
            assertEquals(e.getMessage(), actual.getMessage(), message);
            return;
        }
        assertEquals(expected, kernel().modInverse(a, m, Execution.DEFAULT), message);
    }

    @Test
    void divisorsAndInversesOfEdgesWithAllSigns() {
        for (BigInteger a : EDGES) {
            for (BigInteger b : EDGES) {
                String message = a + " " + b;
                assertDivisor(a, b, message);
                assertInverse(a, b, message);
                assertInverse(a.negate(), b, message);
                assertInverse(a, b.negate(), message);
            }
            assertDivisor(a, a, "" + a);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void quotientsOfEverySize(int pattern) {
        Random random = new Random(40 + pattern);
        for (int bits = 1; bits <= 20_000; bits += step(bits, 300, 7, 15)) {
            BigInteger b = number(bits, pattern, random);
            for (int more : new int[] {
                0, 1, 63, 64, 65, random.nextInt(bits), bits, 1 + random.nextInt(3 * bits)
            }) {
                String what = bits + more + " by " + bits + " bits";
                BigInteger a = number(bits + more, random.nextInt(5), random);
                assertDivides(a, b, what);
                BigInteger multiple = b.multiply(number(more + 1, random.nextInt(5), random));
                assertDivides(multiple, b, what);
                assertDivides(multiple.subtract(BigInteger.ONE), b, what);
                assertDivides(multiple.add(b).subtract(BigInteger.ONE), b, what);
            }
        }
    }

    /** The limbs of the quotient are all ones, or their estimates are too large. */
    @Test
    void quotientsOfEqualUpperLimbs() {
        Random random = new Random(45);
        for (int bits = 128; bits <= 12_000; bits += 1 + bits / 4) {
            for (int pattern = 0; pattern < 5; pattern++) {
                BigInteger b = number(bits, pattern, random);
                BigInteger above = b.shiftLeft(bits);
                assertDivides(above.subtract(BigInteger.ONE), b, bits + " bits");
                assertDivides(above.subtract(BigInteger.ONE.shiftLeft(bits)), b, bits + " bits");
                BigInteger low = number(bits, 1, random);
                assertDivides(above.subtract(BigInteger.ONE).or(low), b, bits + " bits");
            }
        }
    }

    @Test
    void aDivisorThatIsZeroOrNegative() {
        for (BigInteger a : List.of(BigInteger.ZERO, BigInteger.TEN, BigInteger.TEN.pow(2_000))) {
            for (Executable call : new Executable[] {
                () -> kernel().divide(a, BigInteger.ZERO, Execution.DEFAULT),
                () -> kernel().remainder(a, BigInteger.ZERO, Execution.DEFAULT),
                () -> kernel().divideAndRemainder(a, BigInteger.ZERO, Execution.DEFAULT)
            }) {
                assertEquals(
                        assertThrows(ArithmeticException.class, () -> a.divide(BigInteger.ZERO))
                                .getMessage(),
                        assertThrows(ArithmeticException.class, call).getMessage());
            }
            for (BigInteger m : List.of(BigInteger.ZERO, BigInteger.TEN.pow(900).negate())) {
                assertEquals(
                        assertThrows(ArithmeticException.class, () -> a.mod(m)).getMessage(),
                        assertThrows(
                                        ArithmeticException.class,
                                        () -> kernel().mod(a, m, Execution.DEFAULT))
                                .getMessage());
            }
        }
    }

    private void assertSqrt(BigInteger a, String what) {
        assertEquals(a.sqrt(), kernel().sqrt(a, Execution.DEFAULT), what);
        BigInteger[] actual = kernel().sqrtAndRemainder(a, Execution.DEFAULT);
        assertEquals(List.of(a.sqrtAndRemainder()), List.of(actual), what);
    }

    @Test
    void squareRootsOfEdges() {
        for (BigInteger a : EDGES) {
            assertSqrt(a, "" + a);
        }
        for (BigInteger a :
                List.of(BigInteger.ONE.negate(), BigInteger.TEN.pow(500).negate())) {
            String expected = assertThrows(ArithmeticException.class, a::sqrt).getMessage();
            for (Executable call : new Executable[] {
                () -> kernel().sqrt(a, Execution.DEFAULT),
                () -> kernel().sqrtAndRemainder(a, Execution.DEFAULT)
            }) {
                assertEquals(
                        expected, assertThrows(ArithmeticException.class, call).getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void squareRootsOfEverySize(int pattern) {
        Random random = new Random(40 + pattern);
        for (int bits = 1; bits <= 40_000; bits += step(bits, 1_000, 1, 20)) {
            assertSqrt(number(bits, pattern, random), bits + " bits");
            BigInteger root = number((bits + 1) / 2, pattern, random);
            BigInteger square = root.multiply(root);
            for (BigInteger a : List.of(
                    square,
                    square.subtract(BigInteger.ONE).max(BigInteger.ZERO),
                    square.add(root.shiftLeft(1)),
                    square.add(root.shiftLeft(1)).add(BigInteger.ONE))) {
                assertSqrt(a, "next to the square of " + (bits + 1) / 2 + " bits");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void divisorsAndInversesOfEverySize(int pattern) {
        Random random = new Random(40 + pattern);
        for (int bits = 1; bits <= 20_000; bits += step(bits, 300, 1, 20)) {
            BigInteger a = number(bits, pattern, random);
            BigInteger b = number(1 + random.nextInt(bits), random.nextInt(5), random);
            BigInteger common = number(1 + random.nextInt(bits), 0, random);
            String message = bits + " bits";
            assertDivisor(a, b, message);
            assertDivisor(a.multiply(common), b.multiply(common), message);
            assertDivisor(a, a.multiply(b), message);
            assertInverse(a, b.max(BigInteger.ONE), message);
            assertInverse(b.negate(), a, message);
            assertInverse(b, a.setBit(0), message);
            assertInverse(a.multiply(common), b.multiply(common), message);
        }
    }

    /** Every quotient of Euclid's algorithm is 1. */
    @Test
    void divisorsAndInversesOfFibonacciNumbers() {
        BigInteger before = BigInteger.ONE;
        BigInteger number = BigInteger.ONE;
        for (int n = 3; n <= 6_000; n++) {
            BigInteger next = before.add(number);
            before = number;
            number = next;
            if (n < 200 || n % 97 == 0) {
                assertDivisor(number, before, "F(" + n + ")");
                assertInverse(before, number, "F(" + n + ")");
                assertInverse(number, before, "F(" + n + ")");
            }
        }
    }

    @Test
    void digitsOfEdges() {
        for (BigInteger a : EDGES) {
            assertEquals(a.toString(), kernel().toString(a, Execution.DEFAULT));
            assertEquals(a.negate().toString(), kernel().toString(a.negate(), Execution.DEFAULT));
            assertEquals(a, kernel().parse(a.toString(), Execution.DEFAULT));
            assertEquals(a.negate(), kernel().parse(a.negate().toString(), Execution.DEFAULT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void digitsOfEverySize(int pattern) {
        Random random = new Random(20 + pattern);
        for (int bits = 1; bits <= 30_000; bits += step(bits, 300, 3, 20)) {
            BigInteger a = number(bits, pattern, random);
            String digits = a.toString();
            assertEquals(digits, kernel().toString(a, Execution.DEFAULT), bits + " bits");
            assertEquals(a, kernel().parse(digits, Execution.DEFAULT), bits + " bits");
        }
    }

    /** Here, a fraction that is truncated slightly too low or too high has other digits. */
    @Test
    void digitsNextToPowersOfTen() {
        for (int e = 1; e <= 3_000; e += e < 100 ? 1 : 1 + e / 10) {
            BigInteger power = BigInteger.TEN.pow(e);
            for (int difference = -1; difference <= 1; difference++) {
                BigInteger a = power.add(BigInteger.valueOf(difference));
                assertEquals(
                        a.toString(),
                        kernel().toString(a, Execution.DEFAULT),
                        "10^" + e + " + " + difference);
                BigInteger high = power.multiply(BigInteger.TEN.pow(e / 2))
                        .add(BigInteger.valueOf(difference));
                assertEquals(
                        high.toString(),
                        kernel().toString(high, Execution.DEFAULT),
                        "10^" + (e + e / 2) + " + " + difference);
                assertEquals(
                        high,
                        kernel().parse(high.toString(), Execution.DEFAULT),
                        "10^" + (e + e / 2) + " + " + difference);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+0",
                "000",
                "+1",
                "-1",
                "007",
                "-00000000000000000000000000000000000000042",
                "+9999999999999999999",
                "10000000000000000000",
                "\u0661\u0662\u0663",
                "-\u0967\u0968\u0969",
                "1\uff12\u0663"
            })
    void grammar(String text) {
        assertEquals(new BigInteger(text), kernel().parse(text, Execution.DEFAULT));
        String zeros = "0".repeat(1000);
        String sign = text.startsWith("-") || text.startsWith("+") ? text.substring(0, 1) : "";
        String padded = sign + zeros + text.substring(sign.length());
        assertEquals(new BigInteger(text), kernel().parse(padded, Execution.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                "--1",
                "+-1",
                "-+1",
                "1-",
                "1+1",
                " 1",
                "1 ",
                "1_000",
                "0x10",
                "1.0",
                "1e3",
                "\u00b2",
                "\u0000",
                "12345678901234567890/",
                "12345678901234567890:",
                "\ud835\udfce"
            })
    void textThatIsNotANumber(String text) {
        assertThrows(NumberFormatException.class, () -> new BigInteger(text));
        assertThrows(NumberFormatException.class, () -> kernel().parse(text, Execution.DEFAULT));
        if (!text.isEmpty()) {
            assertThrows(
                    NumberFormatException.class,
                    () -> kernel().parse("1".repeat(700) + text, Execution.DEFAULT));
        }
    }

    @ParameterizedTest
    @MethodSource("radices")
    void conversionsInEveryRadix(int radix) {
        Random random = new Random(radix);
        for (BigInteger a : EDGES) {
            assertConversions(a, radix);
            assertConversions(a.negate(), radix);
        }
        for (int bits = 1; bits <= 9_000; bits += step(bits, 200, 1, 6)) {
            assertConversions(number(bits, bits % 5, random), radix);
            BigInteger power = BigInteger.valueOf(radix).pow(bits / 5);
            assertConversions(power, radix);
            assertConversions(BigInteger.ONE.subtract(power), radix);
            assertConversions(power.multiply(number(bits, 0, random)), radix);
        }
    }

    static IntStream radices() {
        return IntStream.rangeClosed(Character.MIN_RADIX, Character.MAX_RADIX);
    }

    private void assertConversions(BigInteger a, int radix) {
        String digits = a.toString(radix);
        assertEquals(digits, kernel().toString(a, radix, Execution.DEFAULT));
        assertEquals(a, kernel().parse(digits, radix, Execution.DEFAULT));
        assertEquals(a, kernel().parse(digits.toUpperCase(Locale.ROOT), radix, Execution.DEFAULT));
        String sign = a.signum() < 0 ? "-" : "+";
        String padded = sign + "0".repeat(70) + a.abs().toString(radix);
        assertEquals(a, kernel().parse(padded, radix, Execution.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "+", "--1", "1-", "1+1", " 1", "1 ", "1_0", "\u00b2", "\u0000"})
    void textThatIsNotANumberInAnyRadix(String text) {
        for (int radix = Character.MIN_RADIX; radix <= Character.MAX_RADIX; radix++) {
            int in = radix;
            assertThrows(
                    NumberFormatException.class, () -> kernel().parse(text, in, Execution.DEFAULT));
            if (!text.isEmpty()) {
                assertThrows(
                        NumberFormatException.class,
                        () -> kernel().parse("1".repeat(700) + text, in, Execution.DEFAULT));
            }
            String tooLarge = radix == 36 ? "{" : Character.toString(Character.forDigit(radix, 36));
            assertThrows(
                    NumberFormatException.class,
                    () -> kernel().parse("1" + tooLarge, in, Execution.DEFAULT));
        }
    }

    @Test
    void productsOfManyNumbers() {
        Random random = new Random(13);
        assertEquals(BigInteger.ONE, kernel().product(List.of(), Execution.DEFAULT));
        for (int count = 1; count <= 300; count += 1 + count / 4) {
            for (int bits : new int[] {1, 8, 31, 63, 64, 65, 100, 1_000}) {
                List<BigInteger> numbers = new ArrayList<>();
                BigInteger expected = BigInteger.ONE;
                for (int i = 0; i < count; i++) {
                    BigInteger a = number(1 + random.nextInt(bits), random.nextInt(5), random)
                            .setBit(0);
                    numbers.add(random.nextBoolean() ? a : a.negate());
                    expected = expected.multiply(numbers.getLast());
                }
                assertEquals(expected, kernel().product(numbers, Execution.DEFAULT));
                numbers.set(random.nextInt(count), BigInteger.ZERO);
                assertEquals(BigInteger.ZERO, kernel().product(numbers, Execution.DEFAULT));
            }
        }
        for (BigInteger a : EDGES) {
            assertEquals(a, kernel().product(List.of(a), Execution.DEFAULT));
            assertEquals(a.pow(3), kernel().product(List.of(a, a, a), Execution.DEFAULT));
        }
    }

    @Test
    void factorials() {
        BigInteger factorial = BigInteger.ONE;
        for (int n = 0; n <= 3_000; n++) {
            factorial = n == 0 ? factorial : factorial.multiply(BigInteger.valueOf(n));
            if (n < 900 || n % 41 == 0) {
                assertEquals(factorial, kernel().factorial(n, Execution.DEFAULT), n + "!");
            }
        }
    }

    @Test
    void binomialCoefficients() {
        List<BigInteger> row = List.of(BigInteger.ONE); // of Pascal's triangle
        for (int n = 0; n <= 250; n++) {
            for (int k = 0; k <= n; k++) {
                BigInteger actual = kernel().binomial(n, k, Execution.DEFAULT);
                assertEquals(row.get(k), actual, n + " over " + k);
            }
            List<BigInteger> next = new ArrayList<>(List.of(BigInteger.ONE));
            for (int k = 1; k <= n; k++) {
                next.add(row.get(k - 1).add(row.get(k)));
            }
            next.add(BigInteger.ONE);
            row = next;
        }
        Random random = new Random(14);
        for (int i = 0; i < 400; i++) {
            int n = random.nextInt(i % 2 == 0 ? 5_000 : Integer.MAX_VALUE);
            int k = random.nextInt(Math.min(n + 1, i % 2 == 0 ? 5_000 : 300));
            int smaller = Math.min(k, n - k);
            BigInteger expected = BigInteger.ONE;
            for (int j = 1; j <= smaller; j++) {
                expected = expected.multiply(BigInteger.valueOf(n - smaller + j))
                        .divide(BigInteger.valueOf(j));
            }
            assertEquals(expected, kernel().binomial(n, k, Execution.DEFAULT), n + " over " + k);
            assertEquals(
                    expected, kernel().binomial(n, n - k, Execution.DEFAULT), n + " over " + k);
        }
        assertEquals(
                BigInteger.valueOf(Integer.MAX_VALUE),
                kernel().binomial(Integer.MAX_VALUE, Integer.MAX_VALUE - 1, Execution.DEFAULT));
    }
}
