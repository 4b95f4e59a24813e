package org.downcall.checks.untrusted;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.downcall.BigIntegers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Numbers with long chains of carries, with many zeros, or next to powers of ten take less than
 * twice the time of random numbers of the same length. Both are computed in turns, and the
 * processor time of the thread counts, so a busy machine changes little. The sizes are below, around and above the thresholds of the algorithms.
 */
class WorstCasesTest {

    private static final int ROUNDS = Integer.getInteger("untrusted.rounds", 31);

    private static final double MOST = 2;

    /** Long enough that the clock and the collector do not matter. */
    private static final long LEAST_NANOS = 2_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static long sink;

    private static Map<String, BigInteger> numbers(int bits) {
        BigInteger one = BigInteger.ONE;
        Map<String, BigInteger> numbers = new LinkedHashMap<>();
        numbers.put("2^n - 1", one.shiftLeft(bits).subtract(one));
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
        return IntStream.of(400, 3_200, 5_000, 10_000, 20_000, 70_000, 200_000, 1_000_000);
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
        java.util.Arrays.sort(ratios);
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
