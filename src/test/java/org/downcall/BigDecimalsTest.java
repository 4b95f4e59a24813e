package org.downcall;

import static org.downcall.InvalidArguments.assertNullIsRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.downcall.internal.numbers.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The arguments that the public class accepts, its errors, bounds, and both sides of thresholds.
 */
class BigDecimalsTest {

    private static final MathContext CONTEXT = new MathContext(30, RoundingMode.HALF_EVEN);

    private static BigDecimal number(int bits, int scale, Random random) {
        return new BigDecimal(new BigInteger(bits, random).setBit(bits - 1), scale);
    }

    @Test
    void equalsBigDecimalAroundEveryThreshold() {
        Random random = new Random(60);
        for (int bits : new int[] {
            2,
            (int) (Thresholds.NATIVE_DECIMAL_PARSE_LENGTH / Math.log10(2)),
            Thresholds.NATIVE_DECIMAL_TO_STRING_BITS,
            Thresholds.NATIVE_DECIMAL_ROUND_BITS / 2,
            Thresholds.NATIVE_DECIMAL_DIVIDE_BITS / 2,
            Thresholds.NATIVE_DECIMAL_ROOT_BITS,
            Thresholds.NATIVE_MULTIPLY_BITS,
            Thresholds.NATIVE_SQUARE_BITS
        }) {
            for (int difference = -1; difference <= 3; difference++) {
                BigDecimal a = number(bits + difference, 40, random);
                BigDecimal b = number(bits + difference, -3, random).negate();
                BigDecimal copy = new BigDecimal(b.unscaledValue(), -3);
                MathContext context = new MathContext(b.precision());
                assertEquals(copy.toString(), BigDecimals.toString(b));
                assertEquals(copy.toEngineeringString(), BigDecimals.toEngineeringString(b));
                assertEquals(copy.toPlainString(), BigDecimals.toPlainString(b));
                assertEquals(b, BigDecimals.parse(new StringBuilder(copy.toString())));
                assertEquals(a.multiply(b), BigDecimals.multiply(a, b));
                assertEquals(a.multiply(a), BigDecimals.multiply(a, a));
                assertEquals(a.multiply(b, context), BigDecimals.multiply(a, b, context));
                assertEquals(a.divide(b, context), BigDecimals.divide(a, b, context));
                assertEquals(
                        a.multiply(b).divide(a),
                        BigDecimals.divide(a.multiply(b), a, MathContext.UNLIMITED));
                assertEquals(a.sqrt(CONTEXT), BigDecimals.sqrt(a, CONTEXT));
            }
        }
    }

    /** Few digits, of which the result has many. */
    @Test
    void shortOperands() {
        MathContext context = new MathContext(3_000);
        BigDecimal two = BigDecimal.TWO;
        BigDecimal three = BigDecimal.valueOf(3);
        assertEquals(two.divide(three, context), BigDecimals.divide(two, three, context));
        assertEquals(two.sqrt(context), BigDecimals.sqrt(two, context));
        BigDecimal power = new BigDecimal(BigInteger.TWO.pow(4_000));
        assertEquals(
                BigDecimal.ONE.divide(power),
                BigDecimals.divide(BigDecimal.ONE, power, MathContext.UNLIMITED));
    }

    @Test
    void theErrorNamesAnArgumentThatIsNull() {
        BigDecimal one = BigDecimal.ONE;
        assertNullIsRejected("text", () -> BigDecimals.parse(null));
        assertNullIsRejected(
                "text.toString()", () -> BigDecimals.parse(new TextWithoutString(1_000)));
        assertNullIsRejected("a", () -> BigDecimals.toString(null));
        assertNullIsRejected("a", () -> BigDecimals.toEngineeringString(null));
        assertNullIsRejected("a", () -> BigDecimals.toPlainString(null));
        assertNullIsRejected("a", () -> BigDecimals.multiply(null, one));
        assertNullIsRejected("b", () -> BigDecimals.multiply(one, null));
        assertNullIsRejected("context", () -> BigDecimals.multiply(one, one, null));
        assertNullIsRejected("a", () -> BigDecimals.divide(null, one, CONTEXT));
        assertNullIsRejected("b", () -> BigDecimals.divide(one, null, CONTEXT));
        assertNullIsRejected("context", () -> BigDecimals.divide(one, one, null));
        assertNullIsRejected("a", () -> BigDecimals.sqrt(null, CONTEXT));
        assertNullIsRejected("context", () -> BigDecimals.sqrt(one, null));
    }

    static boolean isOfBigDecimals(Method method) {
        return method.getReturnType() == BigDecimal.class
                || Arrays.asList(method.getParameterTypes()).contains(BigDecimal.class);
    }

    /** An operation that is added to the static methods must be added to Arithmetic, too. */
    @Test
    void arithmeticHasEveryOperation() throws NoSuchMethodException {
        for (Method method : BigDecimals.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                String name = method.getName().equals("parse") ? "parseDecimal" : method.getName();
                Method same = Arithmetic.class.getMethod(name, method.getParameterTypes());
                assertEquals(method.getReturnType(), same.getReturnType());
                assertTrue(isOfBigDecimals(same));
            }
        }
    }

    @Test
    void resultsDoNotDependOnTheContext() {
        Random random = new Random(61);
        List<Arithmetic> all = List.of(
                Arithmetic.of().withExecutor(ForkJoinPool.commonPool()),
                Arithmetic.of()
                        .withExecutor(Runnable::run)
                        .withMaxDigits(1_000_000)
                        .withMaxWait(Duration.ofDays(1))
                        .withProgress(fraction -> {}));
        for (int bits : new int[] {20, 3_000, 300_000}) {
            BigDecimal a = number(bits, 10, random);
            BigDecimal b = number(bits, -30, random);
            MathContext context = new MathContext(bits / 4);
            for (Arithmetic arithmetic : all) {
                String text = BigDecimals.toString(a);
                assertEquals(text, arithmetic.toString(a));
                assertEquals(a, arithmetic.parseDecimal(text));
                assertEquals(BigDecimals.toEngineeringString(a), arithmetic.toEngineeringString(a));
                assertEquals(BigDecimals.toPlainString(b), arithmetic.toPlainString(b));
                assertEquals(BigDecimals.multiply(a, b), arithmetic.multiply(a, b));
                assertEquals(
                        BigDecimals.multiply(a, b, context), arithmetic.multiply(a, b, context));
                assertEquals(BigDecimals.divide(a, b, context), arithmetic.divide(a, b, context));
                assertEquals(BigDecimals.sqrt(a, context), arithmetic.sqrt(a, context));
            }
        }
    }

    @Test
    void theBoundCountsDigitsOfTheUnscaledValue() {
        Arithmetic bounded = Arithmetic.of().withMaxDigits(1_000);
        String nines = "9".repeat(1_000);
        BigDecimal thousand = new BigDecimal(new BigInteger(nines), 7);
        BigDecimal more = new BigDecimal(new BigInteger(nines + "00"), 7);
        BigDecimal far = new BigDecimal(BigInteger.ONE, -999_999_999);
        assertEquals(far, bounded.parseDecimal("1E+999999999"));
        assertEquals("1E+999999999", bounded.toString(far));
        assertEquals(thousand.toString(), bounded.toString(thousand));
        assertEquals(thousand.toPlainString(), bounded.toPlainString(thousand));
        assertEquals("0", bounded.toPlainString(new BigDecimal(BigInteger.ZERO, -999_999_999)));
        assertEquals(thousand, bounded.multiply(thousand, BigDecimal.ONE));

        refused("number", () -> bounded.toString(more));
        refused("number", () -> bounded.toEngineeringString(more));
        refused("number", () -> bounded.toPlainString(more));
        refused("text", () -> bounded.toPlainString(far));
        refused("text", () -> bounded.toPlainString(new BigDecimal(BigInteger.ONE, 2_000)));
        refused("text", () -> bounded.toPlainString(new BigDecimal(BigInteger.ZERO, 2_000)));
        refused("product", () -> bounded.multiply(thousand, thousand));
        refused("product", () -> bounded.multiply(thousand, thousand, CONTEXT));
        BigDecimal power = new BigDecimal(BigInteger.TWO.pow(1_100));
        refused(
                "quotient",
                () -> bounded.divide(BigDecimal.ONE, power.pow(3), MathContext.UNLIMITED));
        BigDecimal square = more.multiply(more);
        refused("square root", () -> bounded.sqrt(square, MathContext.UNLIMITED));

        MathContext precise = new MathContext(1_001);
        for (Executable call : List.<Executable>of(
                () -> bounded.divide(BigDecimal.ONE, BigDecimal.TWO, precise),
                () -> bounded.sqrt(BigDecimal.TWO, precise))) {
            assertEquals(
                    "The precision of the argument context is 1001. The bound set by"
                            + " Arithmetic.withMaxDigits is 1000.",
                    assertThrows(ArithmeticException.class, call).getMessage());
        }
        String longest = "-" + nines + ".E+2147483647";
        assertEquals(1_014, longest.length());
        assertEquals(new BigDecimal(longest), bounded.parseDecimal(longest));
        assertEquals(
                "The argument text has 1015 characters. The bound set by Arithmetic.withMaxDigits"
                        + " is 1000 digits, which allows 14 characters more.",
                assertThrows(NumberFormatException.class, () -> bounded.parseDecimal("0" + longest))
                        .getMessage());
    }

    private static void refused(String result, Executable call) {
        String message = assertThrows(ArithmeticException.class, call).getMessage();
        assertTrue(
                message.matches("The " + result + " has at least \\d+ digits\\. The bound set by"
                        + " Arithmetic\\.withMaxDigits is 1000\\."),
                message);
    }
}
