package org.downcall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.numbers.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArithmeticTest {

    private static final BigInteger NUMBER = BigInteger.TEN.pow(100_000).subtract(BigInteger.TWO);

    private static void assertAllOperations(Arithmetic arithmetic) throws IOException {
        for (int digits : new int[] {1, 50, 2_000, 100_000}) {
            BigInteger a = BigInteger.TEN.pow(digits).subtract(BigInteger.TWO);
            BigInteger b = a.add(BigInteger.ONE).negate();
            assertEquals(a.multiply(b), arithmetic.multiply(a, b));
            assertEquals(a.multiply(a), arithmetic.square(a));
            assertEquals(a.pow(3), arithmetic.pow(a, 3));
            BigInteger product = a.multiply(b).add(BigInteger.ONE);
            assertEquals(product.divide(a), arithmetic.divide(product, a));
            assertEquals(product.remainder(b), arithmetic.remainder(product, b));
            assertArrayEquals(
                    product.divideAndRemainder(a), arithmetic.divideAndRemainder(product, a));
            assertEquals(product.mod(a), arithmetic.mod(product, a));
            assertEquals(b.toString(), arithmetic.toString(b));
            assertEquals(b, arithmetic.parse(new StringBuilder(b.toString())));
        }
        for (long n : new long[] {0, 100, 10_000, 300_000}) {
            assertEquals(Fibonacci.exact(n), arithmetic.fibonacci(n));
            String digits = Fibonacci.decimal(n);
            assertEquals(digits, arithmetic.fibonacciDecimal(n));
            StringBuilder appended = new StringBuilder();
            arithmetic.appendFibonacci(n, appended);
            assertEquals(digits, appended.toString());
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            arithmetic.writeFibonacci(n, written);
            assertEquals(digits, written.toString(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void resultsDoNotDependOnTheContext() throws IOException {
        assertAllOperations(Arithmetic.of());
        assertAllOperations(Arithmetic.of().withExecutor(ForkJoinPool.commonPool()));
        assertAllOperations(Arithmetic.of()
                .withExecutor(Runnable::run)
                .withMaxDigits(1_000_000)
                .withMaxWait(Duration.of(Long.MAX_VALUE, ChronoUnit.SECONDS))
                .withProgress(fraction -> {}));
    }

    /** An operation that is added to the static methods must be added to the class, too. */
    @Test
    void itHasEveryOperationOfTheStaticMethodsOnce() {
        Set<String> operations = new TreeSet<>();
        for (Method method : Arithmetic.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.getName().startsWith("with")) {
                assertTrue(operations.add(method.getName()), method::toString);
            }
        }
        assertEquals(
                Set.of(
                        "appendFibonacci",
                        "divide",
                        "divideAndRemainder",
                        "fibonacci",
                        "fibonacciDecimal",
                        "mod",
                        "multiply",
                        "parse",
                        "pow",
                        "remainder",
                        "square",
                        "toString",
                        "writeFibonacci"),
                operations);
        for (Method method : BigIntegers.class.getDeclaredMethods()) {
            // Tools such as JaCoCo add synthetic methods.
            assertTrue(
                    method.isSynthetic() || operations.contains(method.getName()),
                    method::toString);
            assertFalse(Arrays.asList(method.getParameterTypes()).toString().contains("Executor"));
        }
    }

    @Test
    void aCopyDiffersAndTheOriginalDoesNot() {
        Arithmetic original = Arithmetic.of();
        original.withMaxDigits(1);
        assertEquals(BigInteger.TEN, original.parse("10"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 127, 128, 5_000})
    void parseRefusesALongText(int bound) {
        Arithmetic bounded = Arithmetic.of().withMaxDigits(bound);
        String longest = "9".repeat(bound);
        for (String text : List.of(longest, "-" + longest, "+" + longest)) {
            assertEquals(new BigInteger(text), bounded.parse(text));
        }
        for (String text :
                List.of(longest + "9", "-" + longest + "9", "0" + longest, "x" + longest)) {
            NumberFormatException e =
                    assertThrows(NumberFormatException.class, () -> bounded.parse(text));
            assertEquals(
                    "The argument digits has at least " + (bound + 1)
                            + " digits. The bound set by Arithmetic.withMaxDigits is " + bound
                            + ".",
                    e.getMessage());
        }
        assertThrows(NumberFormatException.class, () -> bounded.parse(""));
        assertThrows(NumberFormatException.class, () -> bounded.parse("-"));
    }

    /** Neither a length that lies nor a text that changes passes the bound. */
    @Test
    void parseReadsTheTextOnce() {
        Arithmetic bounded = Arithmetic.of().withMaxDigits(10);
        record Text(int length, String string) implements CharSequence {
            @Override
            public char charAt(int index) {
                throw new AssertionError("charAt");
            }

            @Override
            public CharSequence subSequence(int start, int end) {
                throw new AssertionError("subSequence");
            }

            @Override
            public String toString() {
                if (string.isEmpty()) {
                    throw new AssertionError("a long text is copied");
                }
                return string;
            }
        }
        assertEquals(BigInteger.TEN, bounded.parse(new Text(2, "10")));
        assertThrows(NumberFormatException.class, () -> bounded.parse(new Text(2, "1".repeat(11))));
        assertThrows(
                NumberFormatException.class, () -> bounded.parse(new Text(Integer.MAX_VALUE, "")));
        IllegalStateException broken = new IllegalStateException();
        assertSame(
                broken,
                assertThrows(IllegalStateException.class, () -> bounded.parse(throwing(broken))));
    }

    private static CharSequence throwing(RuntimeException e) {
        return new CharSequence() {
            @Override
            public int length() {
                return 1;
            }

            @Override
            public char charAt(int index) {
                throw e;
            }

            @Override
            public CharSequence subSequence(int start, int end) {
                throw e;
            }

            @Override
            public String toString() {
                throw e;
            }
        };
    }

    @Test
    void aLongResultIsRefusedBeforeItIsComputed() {
        Arithmetic bounded = Arithmetic.of().withMaxDigits(1_000);
        BigInteger thousand = BigInteger.TEN.pow(1_000).subtract(BigInteger.ONE);
        BigInteger half = BigInteger.TEN.pow(500).subtract(BigInteger.ONE);
        assertEquals(half.multiply(half), bounded.multiply(half, half));
        assertEquals(half.pow(2), bounded.pow(half, 2));
        assertEquals(
                thousand, bounded.multiply(thousand, BigInteger.ONE.negate()).negate());
        assertEquals(BigInteger.ZERO, bounded.multiply(NUMBER, BigInteger.ZERO));
        assertEquals(BigInteger.ZERO, bounded.pow(BigInteger.ZERO, Integer.MAX_VALUE));
        assertEquals(BigInteger.ONE, bounded.pow(BigInteger.ONE, Integer.MAX_VALUE));
        assertEquals(BigInteger.TWO, bounded.divide(NUMBER.shiftLeft(1), NUMBER));
        assertEquals(BigInteger.ZERO, bounded.remainder(NUMBER, BigInteger.TWO));
        assertEquals(half, bounded.mod(half, NUMBER));
        assertEquals(BigInteger.ONE, bounded.divideAndRemainder(thousand, thousand)[0]);
        assertThrows(ArithmeticException.class, () -> bounded.divide(NUMBER, BigInteger.ZERO));
        assertEquals(thousand.toString(), bounded.toString(thousand));
        assertEquals(1_000, bounded.fibonacciDecimal(4_784).length());
        assertEquals(Fibonacci.exact(4_784), bounded.fibonacci(4_784));

        refused("product", () -> bounded.multiply(thousand, BigInteger.valueOf(100)));
        refused("product", () -> bounded.square(thousand));
        refused("power", () -> bounded.pow(BigInteger.valueOf(3), Integer.MAX_VALUE));
        refused("power", () -> bounded.pow(BigInteger.TEN.negate(), 1_001));
        refused("quotient", () -> bounded.divide(NUMBER, BigInteger.TWO));
        refused("quotient", () -> bounded.divideAndRemainder(NUMBER, thousand));
        refused("remainder", () -> bounded.divideAndRemainder(NUMBER, NUMBER));
        refused("remainder", () -> bounded.remainder(NUMBER, NUMBER));
        refused("remainder", () -> bounded.mod(NUMBER, NUMBER));
        refused("number", () -> bounded.toString(NUMBER.negate()));
        refused("Fibonacci number", () -> bounded.fibonacci(4_800));
        refused("Fibonacci number", () -> bounded.fibonacci(Fibonacci.MAX_EXACT_INDEX));
        refused("Fibonacci number", () -> bounded.fibonacciDecimal(4_800));
        refused(
                "Fibonacci number",
                () -> bounded.appendFibonacci(Fibonacci.MAX_DECIMAL_INDEX, new StringBuilder()));
        refused(
                "Fibonacci number",
                () -> bounded.writeFibonacci(4_800, new ByteArrayOutputStream()));
    }

    private static void refused(String result, Executable call) {
        String message = assertThrows(ArithmeticException.class, call).getMessage();
        assertTrue(
                message.matches("The " + result + " has at least \\d+ digits\\. The bound set by"
                        + " Arithmetic\\.withMaxDigits is 1000\\."),
                message);
    }

    @Test
    void theErrorNamesAnInvalidArgument() {
        Arithmetic arithmetic = Arithmetic.of();
        assertNullIsRejected("executor", () -> arithmetic.withExecutor(null));
        assertNullIsRejected("maxWait", () -> arithmetic.withMaxWait(null));
        assertNullIsRejected("listener", () -> arithmetic.withProgress(null));
        assertNullIsRejected("a", () -> arithmetic.multiply(null, BigInteger.ONE));
        assertNullIsRejected("digits", () -> arithmetic.parse(null));
        assertNullIsRejected("to", () -> arithmetic.writeFibonacci(1, null));
        assertEquals(
                "The argument maxDigits is 0. It must be 1 or greater.",
                assertThrows(IllegalArgumentException.class, () -> arithmetic.withMaxDigits(0))
                        .getMessage());
        assertEquals(
                "The argument maxWait is PT-1S. It must be zero or positive.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> arithmetic.withMaxWait(Duration.ofSeconds(-1)))
                        .getMessage());
    }

    private static void assertNullIsRejected(String argument, Executable call) {
        assertEquals(argument, assertThrows(NullPointerException.class, call).getMessage());
    }

    @Test
    @RequiresLibrary
    void progressGrowsToOneOnTheCallingThread() {
        BigInteger a = BigInteger.ONE.shiftLeft(20_000_000).subtract(BigInteger.ONE);
        for (Arithmetic arithmetic :
                List.of(Arithmetic.of(), Arithmetic.of().withExecutor(ForkJoinPool.commonPool()))) {
            List<Double> fractions = new ArrayList<>();
            Thread caller = Thread.currentThread();
            Arithmetic reporting = arithmetic.withProgress(fraction -> {
                assertSame(caller, Thread.currentThread());
                fractions.add(fraction);
            });
            reporting.square(a);
            assertTrue(fractions.size() > 3, fractions::toString);
            assertTrue(fractions.getFirst() > 0, fractions::toString);
            assertEquals(1.0, fractions.getLast());
            assertEquals(new ArrayList<>(new TreeSet<>(fractions)), fractions);
            fractions.clear();
            reporting.multiply(BigInteger.TWO.pow(Thresholds.NATIVE_MULTIPLY_BITS), BigInteger.TEN);
            assertEquals(List.of(), fractions);
        }
    }

    @Test
    @RequiresLibrary
    void anExceptionOfTheListenerEndsTheComputation() {
        for (Arithmetic arithmetic :
                List.of(Arithmetic.of(), Arithmetic.of().withExecutor(ForkJoinPool.commonPool()))) {
            for (Throwable thrown :
                    new Throwable[] {new IllegalStateException("late"), new StackOverflowError()}) {
                List<Double> fractions = new ArrayList<>();
                Arithmetic late = arithmetic.withProgress(fraction -> {
                    fractions.add(fraction);
                    if (thrown instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) thrown;
                });
                assertSame(
                        thrown, assertThrows(thrown.getClass(), () -> late.fibonacci(30_000_000)));
                assertEquals(1, fractions.size());
            }
        }
    }
}
