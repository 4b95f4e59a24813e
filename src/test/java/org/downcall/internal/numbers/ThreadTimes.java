package org.downcall.internal.numbers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.downcall.Arithmetic;
import org.downcall.Backend;

/**
 * Prints how many times as fast long operations are with an executor, with the conversions from and
 * to Java objects. Not a test. On an idle machine, after {@code mvn test-compile}, from the top of
 * the project:
 *
 * <pre>
 * java -Xms4g -Xmx4g -XX:+AlwaysPreTouch --enable-native-access=ALL-UNNAMED \
 *     -cp target/classes:target/test-classes org.downcall.internal.numbers.ThreadTimes
 * </pre>
 *
 * <p>It takes about two minutes. Each operation runs with and without the executor in turns.
 */
final class ThreadTimes {

    private static final int TURNS = 15;

    private static final Random RANDOM = new Random(18);

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(
            Math.max(1, THREADS - 1), Thread.ofPlatform().daemon().factory());

    public static void main(String[] args) {
        System.out.println(Backend.current() + "; " + THREADS + " processors");
        System.out.println("| operation | one thread | with executor |");
        System.out.println("|---|--:|--:|");
        for (int bits : new int[] {1_000_000, 10_000_000, 70_000_000, 300_000_000}) {
            BigInteger a = number(bits);
            BigInteger b = number(bits);
            print("product of two numbers of " + mega(bits) + " Mbit", on -> on.multiply(a, b));
        }
        for (int bits : new int[] {10_000_000, 70_000_000}) {
            BigInteger a = number(bits);
            BigInteger half = number(bits / 2);
            print("square of " + mega(bits) + " Mbit", on -> on.square(a));
            print("division of " + mega(bits) + " Mbit by half as many", on -> on.divide(a, half));
            print("square root of " + mega(bits) + " Mbit", on -> on.sqrt(a));
        }
        BigInteger modulus = number(10_000_000).setBit(0);
        BigInteger base = number(9_000_000);
        BigInteger exponent = number(25);
        print("25-bit power modulo 10 Mbit", on -> on.modPow(base, exponent, modulus));
        print("gcd of two numbers of 10 Mbit", on -> on.gcd(base, modulus));
        for (int digits : new int[] {1_000_000, 10_000_000}) {
            BigInteger a = number((int) (digits * 3.3219));
            String text = Arithmetic.of().toString(a);
            BigDecimal decimal = new BigDecimal(a, digits / 2);
            MathContext context = new MathContext(digits / 2);
            BigDecimal divisor = new BigDecimal(number((int) (digits * 1.66)), 1);
            String name = ", " + mega(digits) + " million digits";
            print("BigInteger to String" + name, on -> on.toString(a));
            print("String to BigInteger" + name, on -> on.parse(text));
            print("quotient of BigDecimals" + name, on -> on.divide(decimal, divisor, context));
        }
        print("F(10 million)", on -> on.fibonacci(10_000_000));
        print("F(100 million)", on -> on.fibonacci(100_000_000));
        print("digits of F(10 million)", on -> on.fibonacciDecimal(10_000_000));
        print("1 million!", on -> on.factorial(1_000_000));
    }

    private static String mega(int count) {
        return Integer.toString(count / 1_000_000);
    }

    private static BigInteger number(int bits) {
        return new BigInteger(bits, RANDOM).setBit(bits - 1);
    }

    private static void print(String name, Function<Arithmetic, Object> operation) {
        Arithmetic alone = Arithmetic.of();
        Arithmetic together = alone.withExecutor(EXECUTOR);
        double[] times = new double[TURNS];
        double[] ratios = new double[TURNS];
        for (int turn = -2; turn < TURNS; turn++) { // two to warm up
            double first = seconds(turn % 2 == 0 ? alone : together, operation);
            double second = seconds(turn % 2 == 0 ? together : alone, operation);
            if (turn >= 0) {
                times[turn] = turn % 2 == 0 ? first : second;
                ratios[turn] = turn % 2 == 0 ? first / second : second / first;
            }
        }
        Arrays.sort(times);
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f ms | %.2f |%n",
                name,
                1e3 * times[TURNS / 2],
                ratios[TURNS / 2]);
    }

    private static double seconds(Arithmetic on, Function<Arithmetic, Object> operation) {
        long start = System.nanoTime();
        Object result = operation.apply(on);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (result.hashCode() == 42) { // so that the result is used
            System.out.println();
        }
        return seconds;
    }

    private ThreadTimes() {}
}
