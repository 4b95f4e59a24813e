package org.downcall.checks.untrusted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.downcall.Arithmetic;
import org.junit.jupiter.api.Test;

/**
 * Measures how long an operation takes that a bound on digits permits, and prints the table of
 * docs/untrusted-input.md. Of an operation that takes longer than {@code -Duntrusted.seconds}, the
 * beginning is measured: its steps take equally long.
 */
class LongestOperationsTest {

    private static final double MOST_SECONDS = Integer.getInteger("untrusted.seconds", 10);

    private static final int RUNS = 5;

    private static final int[] BOUNDS = {1_000, 10_000, 100_000, 1_000_000};

    private static BigInteger random(int digits, int seed) {
        StringBuilder text = new StringBuilder(digits);
        new Random(seed).ints(digits, 1, 10).forEach(text::append);
        return Arithmetic.of().parse(text);
    }

    /** Operands of the given number of digits, chosen to be slow where that makes a difference. */
    private static Map<String, Function<Arithmetic, Object>> operations(int digits) {
        BigInteger a = random(digits, 1);
        BigInteger b = random(digits, 2);
        BigInteger half = random(digits / 2, 3);
        String text = Arithmetic.of().toString(a);
        String radix7 = Arithmetic.of().toString(a, 7);
        long n = (long) (digits * 4.78497); // F(n) has this number of digits
        BigInteger f = Arithmetic.of().fibonacci(n - 2);
        BigInteger next = Arithmetic.of().fibonacci(n - 1);
        MathContext precision = new MathContext(digits);
        BigDecimal two = BigDecimal.TWO;
        Map<String, Function<Arithmetic, Object>> operations = new LinkedHashMap<>();
        operations.put("`parse`", all -> all.parse(text));
        operations.put("`parse`, radix 7", all -> all.parse(radix7, 7));
        operations.put("`toString`", all -> all.toString(a));
        operations.put("`toString`, radix 7", all -> all.toString(a, 7));
        operations.put("`multiply`", all -> all.multiply(half, half.add(BigInteger.ONE)));
        operations.put("`divide`", all -> all.divide(a, half));
        operations.put("`sqrt`", all -> all.sqrt(a));
        operations.put("`nthRoot`, degree 3", all -> all.nthRoot(a, 3));
        operations.put("`pow` of 3", all -> all.pow(BigInteger.valueOf(3), (int) (digits * 2.09)));
        operations.put("`factorial`", all -> all.factorial(factorialOf(digits)));
        operations.put(
                "`divide` of `BigDecimal`s", all -> all.divide(two, new BigDecimal(a), precision));
        operations.put("`sqrt` of a `BigDecimal`", all -> all.sqrt(two, precision));
        operations.put("`gcd`", all -> all.gcd(f, next));
        operations.put("`modInverse`", all -> all.modInverse(f, next));
        operations.put("`modPow`", all -> all.modPow(a, b.setBit(0), half.multiply(half)));
        return operations;
    }

    /** {@return the largest n whose factorial has at most this number of digits} */
    private static int factorialOf(int digits) {
        double log10 = 0;
        int n = 0;
        while (log10 + Math.log10(n + 1) < digits) {
            n++;
            log10 += Math.log10(n);
        }
        return n;
    }

    /** {@return the shortest time of several runs, or an estimate if that is long} */
    private static double seconds(Arithmetic bounded, Function<Arithmetic, Object> operation) {
        double least = Double.MAX_VALUE;
        long begin = System.nanoTime();
        for (int run = 0; run < RUNS || System.nanoTime() - begin < 200_000_000; run++) {
            double[] done = {0};
            long start = System.nanoTime();
            Arithmetic limited = bounded.withProgress(fraction -> {
                done[0] = fraction;
                if ((System.nanoTime() - start) / 1e9 > MOST_SECONDS) {
                    throw new CancellationException();
                }
            });
            try {
                operation.apply(limited);
            } catch (CancellationException e) {
                return (System.nanoTime() - start) / 1e9 / done[0];
            }
            least = Math.min(least, (System.nanoTime() - start) / 1e9);
            if (least > MOST_SECONDS / RUNS) {
                break;
            }
        }
        return least;
    }

    private static String text(double seconds) {
        String[] units = {"h", "min", "s", "ms", "µs"};
        double[] sizes = {3_600, 60, 1, 1e-3, 1e-6};
        int i = 0;
        while (i < units.length - 1 && seconds < sizes[i]) {
            i++;
        }
        double value = seconds / sizes[i];
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[i]);
    }

    @Test
    void aModularPowerTakesLongest() {
        Map<String, StringBuilder> lines = new LinkedHashMap<>();
        for (int digits : BOUNDS) {
            Arithmetic bounded = Arithmetic.of().withMaxDigits(digits);
            Map<String, Double> times = new LinkedHashMap<>();
            operations(digits).forEach((name, operation) -> {
                times.put(name, seconds(bounded, operation));
                lines.computeIfAbsent(name, any -> new StringBuilder("| " + name + " |"))
                        .append(' ')
                        .append(text(times.get(name)))
                        .append(" |");
            });
            String longest = Collections.max(times.entrySet(), Map.Entry.comparingByValue())
                    .getKey();
            assertEquals("`modPow`", longest, times::toString);
        }
        lines.values().forEach(System.out::println);
    }
}
