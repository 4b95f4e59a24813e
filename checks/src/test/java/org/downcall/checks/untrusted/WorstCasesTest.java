package org.downcall.checks.untrusted;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.downcall.BigIntegers;
import org.downcall.Fibonacci;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers with long chains of carries, with many zeros, next to powers of ten, or next to a multiple
 * or a square of another number take less than
 * twice the time of random numbers of the same length. Both are computed in turns, and the
 * processor time of the thread counts, so a busy machine changes little. The sizes are below,
 * around and above the thresholds of the algorithms.
 */
class WorstCasesTest {

    private static final int ROUNDS = Integer.getInteger("untrusted.rounds", 31);

    private static final int MOST_BITS = Integer.getInteger("untrusted.bits", Integer.MAX_VALUE);

    private static final double MOST = 2;

    /** Long enough that the clock and the collector do not matter. */
    private static final long LEAST_NANOS = 2_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final String ONES = "2^n - 1";

    private static long sink;

    private static Map<String, BigInteger> numbers(int bits) {
        BigInteger one = BigInteger.ONE;
        Map<String, BigInteger> numbers = new LinkedHashMap<>();
        numbers.put(ONES, one.shiftLeft(bits).subtract(one));
        numbers.put("2^n", one.shiftLeft(bits - 1));
        numbers.put("2^n + 1", one.shiftLeft(bits - 1).add(one));
        numbers.put(
                "lower half of ones",
                one.shiftLeft(bits - 1).add(one.shiftLeft(bits / 2).subtract(one)));
        numbers.put("alternating limbs", alternating(bits));
        numbers.put("the largest power of ten", BigInteger.TEN.pow((int) (bits * 0.30102)));
        numbers.put(
                "the largest power of ten less one",
                BigInteger.TEN.pow((int) (bits * 0.30102)).subtract(one));
        return numbers;
    }

    private static BigInteger alternating(int bits) {
        byte[] bytes = new byte[bits / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i / 8 % 2 == 0 ? -1 : 0);
        }
        return new BigInteger(1, bytes).setBit(bits - 1);
    }

    private static BigInteger random(int bits) {
        return new BigInteger(bits, new Random(bits)).setBit(bits - 1);
    }

    static IntStream sizes() {
        return IntStream.of(400, 3_200, 5_000, 10_000, 20_000, 70_000, 200_000, 1_000_000)
                .filter(bits -> bits <= MOST_BITS);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void products(int bits) {
        BigInteger random = random(bits);
        BigInteger other = random(bits + 1).shiftRight(1);
        Map<String, BigInteger> numbers = numbers(bits);
        List<String> slow = new ArrayList<>();
        numbers.forEach((name, a) -> {
            BigInteger b = a.add(BigInteger.ZERO).negate();
            compare(
                    "product of " + name,
                    () -> BigIntegers.multiply(a, b),
                    () -> BigIntegers.multiply(random, other),
                    slow);
            compare(
                    "square of " + name,
                    () -> BigIntegers.square(a),
                    () -> BigIntegers.square(random),
                    slow);
        });
        assertTrue(slow.isEmpty(), slow::toString);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void digits(int bits) {
        BigInteger random = random(bits);
        List<String> slow = new ArrayList<>();
        numbers(bits)
                .forEach((name, a) -> compare(
                        "digits of " + name,
                        () -> BigIntegers.toString(a),
                        () -> BigIntegers.toString(random),
                        slow));
        assertTrue(slow.isEmpty(), slow::toString);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void texts(int bits) {
        int length = bits / 3;
        StringBuilder text = new StringBuilder(length);
        new Random(bits).ints(length, 1, 10).forEach(text::append);
        String random = text.toString();
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("nines", "9".repeat(length));
        texts.put("a one and zeros", "1" + "0".repeat(length - 1));
        texts.put("zeros and a one", "0".repeat(length - 1) + "1");
        texts.put("zeros", "0".repeat(length));
        texts.put("the largest words", "9999999999999999999".repeat(length / 19 + 1));
        if (length > 10_000) { // An exception alone takes longer than a short number.
            texts.put("an illegal last character", random.substring(0, length - 1) + "x");
        }
        texts.put("Arabic digits", inScript(random, '\u0660'));
        texts.put("an Arabic last digit", random.substring(0, length - 1) + "\u0669");
        List<String> slow = new ArrayList<>();
        texts.forEach((name, digits) -> compare(
                "text of " + name,
                () -> parse(digits.substring(0, length)),
                () -> parse(random),
                slow));
        assertTrue(slow.isEmpty(), slow::toString);
    }

    private static Object parse(String digits) {
        try {
            return BigIntegers.parse(digits);
        } catch (NumberFormatException e) {
            return e;
        }
    }

    private static String inScript(String digits, char zero) {
        StringBuilder text = new StringBuilder(digits.length());
        digits.chars().forEach(digit -> text.append((char) (zero + digit - '0')));
        return text.toString();
    }

    /** Exponents of ones, compared with others of the same length, for powers of the same length. */
    @ParameterizedTest
    @MethodSource("sizes")
    void powers(int bits) {
        List<String> slow = new ArrayList<>();
        for (int exponent : new int[] {31, 1023}) {
            int length = Math.max(8, bits / exponent);
            int ordinary = exponent / 3 * 2; // as many bits, every other one a zero
            BigInteger random = random((int) ((long) length * exponent / ordinary));
            numbers(length)
                    .forEach((name, a) -> compare(
                            name + " to the power of " + exponent,
                            () -> BigIntegers.pow(a, exponent),
                            () -> BigIntegers.pow(random, ordinary),
                            slow));
        }
        assertTrue(slow.isEmpty(), slow::toString);
    }

    /**
     * Quotients of ones, divisors whose upper limbs are ones or a single bit, and dividends just
     * below a multiple of the divisor, where a quotient that was estimated is too large.
     */
    @ParameterizedTest
    @MethodSource("sizes")
    void quotients(int bits) {
        BigInteger randomDivisor = random(bits);
        List<String> slow = new ArrayList<>();
        for (int quotientBits : new int[] {bits, bits / 4, 4 * bits}) {
            BigInteger randomDividend = random(bits + quotientBits);
            numbers(bits).forEach((divisorName, divisor) -> {
                numbers(quotientBits).forEach((quotientName, quotient) -> {
                    if (!divisorName.equals(ONES) && !quotientName.equals(ONES)) {
                        return; // too many pairs
                    }
                    BigInteger below = divisor.multiply(quotient).subtract(BigInteger.ONE);
                    compare(
                            "quotient below " + quotientName + " by " + divisorName,
                            () -> BigIntegers.divideAndRemainder(below, divisor)[0],
                            () -> BigIntegers.divideAndRemainder(randomDividend, randomDivisor)[0],
                            slow);
                });
            });
        }
        assertTrue(slow.isEmpty(), slow::toString);
    }

    /** Of squares and their neighbours, where a root that was estimated is too large. */
    @ParameterizedTest
    @MethodSource("sizes")
    void roots(int bits) {
        List<String> slow = new ArrayList<>();
        BigInteger random = random(2 * bits);
        numbers(bits).forEach((name, root) -> {
            BigInteger square = root.multiply(root);
            for (int difference = -1; difference <= 1; difference++) {
                BigInteger number = square.add(BigInteger.valueOf(difference));
                compare(
                        "root of the square of " + name + " and " + difference,
                        () -> BigIntegers.sqrt(number),
                        () -> BigIntegers.sqrt(random),
                        slow);
            }
        });
        numbers(2 * bits)
                .forEach((name, number) -> compare(
                        "root of " + name,
                        () -> BigIntegers.sqrt(number),
                        () -> BigIntegers.sqrt(random),
                        slow));
        assertTrue(slow.isEmpty(), slow::toString);
    }

    /** To and from a radix, with the powers of the radix and their neighbours. */
    @ParameterizedTest
    @MethodSource("sizes")
    void radixConversions(int bits) {
        List<String> slow = new ArrayList<>();
        BigInteger random = random(bits);
        for (int radix : new int[] {3, 7, 36}) {
            BigInteger base = BigInteger.valueOf(radix);
            Map<String, BigInteger> numbers = numbers(bits);
            numbers.remove("the largest power of ten");
            numbers.remove("the largest power of ten less one");
            BigInteger power = base.pow((int) ((bits - 1) * Math.log(2) / Math.log(radix)));
            numbers.put("the largest power", power);
            numbers.put("the largest power less one", power.subtract(BigInteger.ONE));
            String randomText = random.toString(radix);
            numbers.forEach((name, a) -> {
                compare(
                        "digits in radix " + radix + " of " + name,
                        () -> BigIntegers.toString(a, radix),
                        () -> BigIntegers.toString(random, radix),
                        slow);
                String text = a.toString(radix);
                compare(
                        "text in radix " + radix + " of " + name,
                        () -> BigIntegers.parse(text, radix),
                        () -> BigIntegers.parse(randomText, radix),
                        slow);
            });
        }
        assertTrue(slow.isEmpty(), slow::toString);
    }

    /**
     * Pairs for a greatest common divisor. All quotients of Euclid's algorithm are 1 for consecutive
     * Fibonacci numbers, and nearly all are long for the other pairs.
     */
    private static Map<String, BigInteger[]> pairs(int bits) {
        BigInteger one = BigInteger.ONE;
        Map<String, BigInteger[]> pairs = new LinkedHashMap<>();
        long n = (long) (bits / 0.694241913630617);
        pairs.put(
                "consecutive Fibonacci numbers",
                new BigInteger[] {Fibonacci.exact(n), Fibonacci.exact(n - 1)});
        pairs.put("equal numbers", new BigInteger[] {random(bits), random(bits).add(one)});
        pairs.put("multiples of a number of half the length", new BigInteger[] {
            random(bits / 2).multiply(random(bits - bits / 2)),
            random(bits / 2).multiply(random(bits - bits / 2 + 1))
        });
        pairs.put("equal upper halves", new BigInteger[] {
            random(bits),
            random(bits).shiftRight(bits / 2).shiftLeft(bits / 2).add(random(bits / 2 - 1))
        });
        pairs.put(
                "powers of two and their neighbours",
                new BigInteger[] {one.shiftLeft(bits).subtract(one), one.shiftLeft(bits - 1)});
        pairs.put(
                "a number and its successor",
                new BigInteger[] {random(bits).add(one), random(bits)});
        // Quotients of 2^30, whose matrices do not fill the words of Lehmer's algorithm
        BigInteger a = one;
        BigInteger b = one.shiftLeft(30);
        while (b.bitLength() < bits) {
            BigInteger next = b.shiftLeft(30).add(a);
            a = b;
            b = next;
        }
        pairs.put("quotients of 2^30", new BigInteger[] {b, a});
        // Each quotient is a little longer than a limb.
        a = one;
        b = one.shiftLeft(66);
        while (b.bitLength() < bits) {
            BigInteger next = b.shiftLeft(66).add(a);
            a = b;
            b = next;
        }
        pairs.put("quotients of 2^66", new BigInteger[] {b, a});
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void divisorsAndInverses(int bits) {
        List<String> slow = new ArrayList<>();
        BigInteger random = random(bits);
        BigInteger other = random(bits - 1);
        while (!other.gcd(random).equals(BigInteger.ONE)) {
            other = other.add(BigInteger.ONE);
        }
        BigInteger coprime = other;
        pairs(bits).forEach((name, pair) -> {
            compare(
                    "divisor of " + name,
                    () -> BigIntegers.gcd(pair[0], pair[1]),
                    () -> BigIntegers.gcd(random, coprime),
                    slow);
            // An exception alone takes longer than a short number.
            if (bits > 1_000 || pair[0].gcd(pair[1]).equals(BigInteger.ONE)) {
                compare(
                        "inverse of " + name,
                        () -> inverse(pair[1], pair[0]),
                        () -> inverse(coprime, random),
                        slow);
            }
        });
        assertTrue(slow.isEmpty(), slow::toString);
    }

    private static Object inverse(BigInteger a, BigInteger m) {
        try {
            return BigIntegers.modInverse(a, m);
        } catch (ArithmeticException e) {
            return e;
        }
    }

    /** The work grows with the cube of the length, so these lengths are shorter. */
    @ParameterizedTest
    @ValueSource(ints = {1_100, 2_000, 5_000, 20_000})
    void modularPowers(int bits) {
        List<String> slow = new ArrayList<>();
        BigInteger random = random(bits);
        for (boolean odd : new boolean[] {true, false}) {
            BigInteger randomModulus =
                    odd ? random(bits + 1).setBit(0) : random(bits + 1).clearBit(0);
            BigInteger randomExponent = random(Math.min(bits, 400));
            numbers(bits).forEach((name, a) -> {
                BigInteger modulus = odd ? a.setBit(0) : a.clearBit(0);
                BigInteger exponent = a.bitLength() <= 400 ? a : a.shiftRight(a.bitLength() - 400);
                compare(
                        "power modulo " + (odd ? "odd " : "even ") + name,
                        () -> BigIntegers.modPow(random, randomExponent, modulus),
                        () -> BigIntegers.modPow(random, randomExponent, randomModulus),
                        slow);
                compare(
                        (odd ? "power of " : "power modulo an even number of ") + name,
                        () -> BigIntegers.modPow(a, randomExponent, randomModulus),
                        () -> BigIntegers.modPow(random, randomExponent, randomModulus),
                        slow);
                compare(
                        (odd ? "power" : "power modulo an even number") + " with exponent " + name,
                        () -> BigIntegers.modPow(random, exponent, randomModulus),
                        () -> BigIntegers.modPow(random, randomExponent, randomModulus),
                        slow);
            });
        }
        assertTrue(slow.isEmpty(), slow::toString);
    }

    private static void compare(
            String name, Supplier<?> special, Supplier<?> random, List<String> slow) {
        int calls = 1;
        while (time(random, calls) < LEAST_NANOS) {
            calls *= 2;
        }
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long first = time(special, calls);
            ratios[round] = (double) first / time(random, calls);
        }
        Arrays.sort(ratios);
        double ratio = ratios[ROUNDS / 2];
        System.out.printf("untrusted: %-60s %.2f%n", name, ratio);
        if (ratio > MOST) {
            slow.add(name + ": " + ratio);
        }
    }

    private static long time(Supplier<?> action, int calls) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < calls; i++) {
            sink += action.get().hashCode() & 1;
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
