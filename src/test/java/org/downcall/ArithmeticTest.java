package org.downcall;

import static org.downcall.InvalidArguments.assertNullIsRejected;
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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
            BigInteger five = BigInteger.valueOf(5);
            assertEquals(b.modPow(five, a), arithmetic.modPow(b, five, a));
            assertEquals(a.multiply(a), arithmetic.square(a));
            assertEquals(a.pow(3), arithmetic.pow(a, 3));
            BigInteger product = a.multiply(b).add(BigInteger.ONE);
            assertEquals(product.divide(a), arithmetic.divide(product, a));
            assertEquals(product.remainder(b), arithmetic.remainder(product, b));
            assertArrayEquals(
                    product.divideAndRemainder(a), arithmetic.divideAndRemainder(product, a));
            assertEquals(product.mod(a), arithmetic.mod(product, a));
            assertEquals(a.sqrt(), arithmetic.sqrt(a));
            assertEquals(List.of(a.sqrtAndRemainder()), List.of(arithmetic.sqrtAndRemainder(a)));
            assertEquals(BigIntegers.nthRoot(b, 3), arithmetic.nthRoot(b, 3));
            assertEquals(b.toString(), arithmetic.toString(b));
            assertEquals(b, arithmetic.parse(new StringBuilder(b.toString())));
            BigInteger common = BigInteger.TEN.pow(digits / 2).add(BigInteger.ONE);
            assertEquals(common, arithmetic.gcd(a.multiply(common), b.multiply(common)));
            assertEquals(a.multiply(b).abs(), arithmetic.lcm(a, b));
            assertEquals(a.subtract(BigInteger.ONE), arithmetic.modInverse(b, a)); // b = -1
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
                    && !method.getName().startsWith("with")
                    && !BigDecimalsTest.isOfBigDecimals(method)) {
                boolean inRadix = method.getParameterCount() == 2
                        && Set.of("parse", "toString").contains(method.getName());
                assertTrue(
                        operations.add(method.getName() + (inRadix ? ", radix" : "")),
                        method::toString);
            }
        }
        assertEquals(
                Set.of(
                        "appendFibonacci",
                        "divide",
                        "divideAndRemainder",
                        "binomial",
                        "factorial",
                        "fibonacci",
                        "fibonacciDecimal",
                        "mod",
                        "gcd",
                        "lcm",
                        "modInverse",
                        "modPow",
                        "multiply",
                        "nthRoot",
                        "parse",
                        "parse, radix",
                        "pow",
                        "remainder",
                        "sqrt",
                        "sqrtAndRemainder",
                        "product",
                        "square",
                        "toString",
                        "toString, radix",
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

    /** 3321 binary digits are the most that a number of 1000 decimal digits always has room for. */
    @Test
    void parseRefusesALongTextInAnyRadix() {
        Arithmetic bounded = Arithmetic.of().withMaxDigits(1_000);
        for (int radix = Character.MIN_RADIX; radix <= Character.MAX_RADIX; radix++) {
            int in = radix;
            int most = (int) (1_000 / Math.log10(radix) + 1e-9);
            String digits = "1".repeat(most);
            assertEquals(new BigInteger(digits, radix), bounded.parse(digits, radix));
            assertEquals(
                    new BigInteger(digits, radix).negate(), bounded.parse("-" + digits, radix));
            String more = "1".repeat(most + 3);
            String message = assertThrows(
                            NumberFormatException.class, () -> bounded.parse("0" + more, in))
                    .getMessage();
            if (radix != 10) {
                assertTrue(
                        message.matches("The argument digits is as long as a number of 100\\d"
                                + " decimal digits\\. The bound set by"
                                + " Arithmetic\\.withMaxDigits is 1000\\."),
                        message);
            }
        }
    }

    /** A text whose characters must not be read one by one. */
    private interface Text extends CharSequence {
        @Override
        default char charAt(int index) {
            throw new AssertionError("charAt");
        }

        @Override
        default CharSequence subSequence(int start, int end) {
            throw new AssertionError("subSequence");
        }
    }

    /** Neither a length that lies nor a text that changes passes the bound. */
    @Test
    void parseReadsTheTextOnce() {
        Arithmetic bounded = Arithmetic.of().withMaxDigits(10);
        record Constant(int length, String string) implements Text {
            @Override
            public String toString() {
                if (string.isEmpty()) {
                    throw new AssertionError("a long text is copied");
                }
                return string;
            }
        }
        assertEquals(BigInteger.TEN, bounded.parse(new Constant(2, "10")));
        assertThrows(
                NumberFormatException.class, () -> bounded.parse(new Constant(2, "1".repeat(11))));
        assertThrows(
                NumberFormatException.class,
                () -> bounded.parse(new Constant(Integer.MAX_VALUE, "")));
        int[] reads = {0};
        Text growing = new Text() {
            @Override
            public int length() {
                return 10;
            }

            @Override
            public String toString() {
                return "1".repeat(10 * ++reads[0]);
            }
        };
        assertEquals("1".repeat(10), bounded.parse(growing).toString());
        reads[0] = 0;
        assertEquals("1".repeat(10), bounded.parse(growing, 3).toString(3));
        reads[0] = 0;
        assertEquals("1".repeat(10), bounded.parseDecimal(growing).toString());
        assertThrows(NumberFormatException.class, () -> bounded.parse(growing));
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
        assertEquals(thousand, bounded.sqrt(thousand.multiply(thousand)));
        assertEquals(BigInteger.TEN, bounded.nthRoot(BigInteger.TEN.pow(900), 900));
        assertEquals(thousand.toString(), bounded.toString(thousand));
        assertEquals(thousand.toString(36), bounded.toString(thousand, 36));
        assertEquals(998, bounded.factorial(449).toString().length());
        assertEquals(BigInteger.ZERO, bounded.product(List.of(NUMBER, BigInteger.ZERO)));
        assertEquals(BigInteger.valueOf(Integer.MAX_VALUE), bounded.binomial(Integer.MAX_VALUE, 1));
        assertEquals(1_000, bounded.fibonacciDecimal(4_784).length());
        assertEquals(Fibonacci.exact(4_784), bounded.fibonacci(4_784));

        BigInteger two = BigInteger.TWO;
        assertEquals(BigInteger.ONE, bounded.modPow(thousand, two, BigInteger.valueOf(4)));
        refused("base", () -> bounded.modPow(NUMBER, two, thousand));
        refused("exponent", () -> bounded.modPow(two, NUMBER.negate(), thousand));
        refused("modulus", () -> bounded.modPow(two, two, NUMBER));

        refused("product", () -> bounded.multiply(thousand, BigInteger.valueOf(100)));
        refused("product", () -> bounded.square(thousand));
        refused("power", () -> bounded.pow(BigInteger.valueOf(3), Integer.MAX_VALUE));
        refused("power", () -> bounded.pow(BigInteger.TEN.negate(), 1_001));
        refused("quotient", () -> bounded.divide(NUMBER, BigInteger.TWO));
        refused("quotient", () -> bounded.divideAndRemainder(NUMBER, thousand));
        mayBeTooLong("remainder", () -> bounded.divideAndRemainder(NUMBER, NUMBER));
        mayBeTooLong("remainder", () -> bounded.remainder(NUMBER, NUMBER));
        mayBeTooLong("remainder", () -> bounded.mod(NUMBER, NUMBER));
        refused("square root", () -> bounded.sqrt(BigInteger.TEN.pow(2_002)));
        refused("square root", () -> bounded.sqrtAndRemainder(BigInteger.TEN.pow(2_002)));
        refused("number", () -> bounded.nthRoot(NUMBER, 1_000));
        refused("number", () -> bounded.toString(NUMBER.negate()));
        mayBeTooLong("greatest common divisor", () -> bounded.gcd(NUMBER, NUMBER.negate()));
        mayBeTooLong("greatest common divisor", () -> bounded.gcd(BigInteger.ZERO, NUMBER));
        mayBeTooLong("greatest common divisor", () -> bounded.gcd(NUMBER, BigInteger.ZERO));
        assertEquals(BigInteger.TWO, bounded.gcd(NUMBER, BigInteger.TWO));
        mayBeTooLong("inverse", () -> bounded.modInverse(BigInteger.ONE, NUMBER));
        assertEquals(BigInteger.TWO, bounded.modInverse(NUMBER, BigInteger.valueOf(3)));
        refused("least common multiple", () -> bounded.lcm(NUMBER, BigInteger.ONE));
        refused(
                "least common multiple",
                () -> bounded.lcm(thousand, half.multiply(BigInteger.TEN)));
        assertEquals(thousand, bounded.lcm(thousand, half));
        assertEquals(half, bounded.gcd(thousand, half));
        refused("number", () -> bounded.toString(NUMBER, 2));
        refused("product", () -> bounded.product(List.of(thousand, thousand, BigInteger.ONE)));
        refused("factorial", () -> bounded.factorial(452));
        refused("factorial", () -> bounded.factorial(BigIntegers.MAX_FACTORIAL));
        refused("binomial coefficient", () -> bounded.binomial(4_000, 2_000));
        refused("binomial coefficient", () -> bounded.binomial(Integer.MAX_VALUE, 1 << 30));
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
        refused(result, "has at least", call);
    }

    /** The result may be shorter, which is known only when it has been computed. */
    private static void mayBeTooLong(String result, Executable call) {
        refused(result, "may have", call);
    }

    private static void refused(String result, String verb, Executable call) {
        String message = assertThrows(ArithmeticException.class, call).getMessage();
        assertTrue(
                message.matches("The " + result + " " + verb + " \\d+ digits\\. The bound set by"
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
        assertNullIsRejected("b", () -> arithmetic.gcd(BigInteger.ONE, null));
        assertNullIsRejected("b", () -> arithmetic.lcm(BigInteger.ONE, null));
        assertNullIsRejected("m", () -> arithmetic.modInverse(BigInteger.ONE, null));
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

    @Test
    void anExactRootWithinTheBoundIsNotRejected() {
        Arithmetic bounded = Arithmetic.of().withMaxDigits(1);
        BigDecimal root = bounded.sqrt(new BigDecimal("81.0"), MathContext.UNLIMITED);
        assertEquals(0, root.compareTo(BigDecimal.valueOf(9)));
    }

    @Test
    @RequiresLibrary
    void progressGrowsToOneOnTheCallingThread() {
        BigInteger a = BigInteger.ONE.shiftLeft(20_000_000).subtract(BigInteger.ONE);
        // The last product is too short for C.
        List<BigInteger> wordsAndOneMore =
                new ArrayList<>(Collections.nCopies(300_000, BigInteger.valueOf(Long.MAX_VALUE)));
        wordsAndOneMore.add(BigInteger.ONE.shiftLeft(100));
        BigInteger common = a.shiftRight(18_000_000);
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
            for (Runnable operation : List.<Runnable>of(
                    () -> reporting.factorial(2_000_000),
                    () -> reporting.product(List.of(a, a, BigInteger.TEN, a.shiftRight(9_000_000))),
                    () -> reporting.binomial(4_000_000, 1_700_000),
                    () -> reporting.toString(a, 7),
                    () -> reporting.nthRoot(a.shiftRight(10_000_000), 3),
                    () -> reporting.nthRoot(a.shiftRight(10_000_000), 100),
                    () -> reporting.lcm(common, common.multiply(BigInteger.TEN)),
                    () -> reporting.lcm(a.shiftRight(18_000_000), a.shiftRight(18_500_000)),
                    () -> reporting.modPow(
                            BigInteger.TWO, BigInteger.valueOf(-65_537), a.shiftRight(19_600_000)),
                    () -> reporting.product(wordsAndOneMore))) {
                operation.run();
                assertTrue(fractions.size() > 3, fractions::toString);
                assertTrue(fractions.getFirst() > 0, fractions::toString);
                assertEquals(1.0, fractions.getLast());
                assertEquals(new ArrayList<>(new TreeSet<>(fractions)), fractions);
                fractions.clear();
            }
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
