package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.downcall.internal.calls.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernel returns and throws what BigDecimal's own methods return and throw. A subclass chooses
 * the operations on unscaled values.
 */
abstract class BigDecimalKernelTest {

    private static final Execution HERE = Execution.DEFAULT;

    /** In earlier releases, BigDecimal.sqrt uses another algorithm. */
    private static final boolean SQRT_OF_JDK_25 = Runtime.version().feature() >= 25;

    private static final int[] SCALES = {
        0, 1, -1, 2, 3, -3, 6, 7, 8, 20, -20, 99, -100, 400, -401, 3_000, -3_000
    };

    private static final int[] EXTREME_SCALES = {
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        Integer.MIN_VALUE + 2,
        Integer.MIN_VALUE + 60,
        Integer.MIN_VALUE / 2,
        -1_000_000_000,
        Integer.MAX_VALUE / 2,
        1_000_000_000,
        Integer.MAX_VALUE - 60,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE
    };

    abstract BigDecimalKernel kernel();

    /** The result, or the class and the message of the exception. */
    private static String outcome(Supplier<?> call) {
        try {
            return String.valueOf(call.get());
        } catch (NumberFormatException e) {
            return "NumberFormatException";
        } catch (ArithmeticException e) {
            return e.toString();
        }
    }

    private static void assertSameOutcome(
            Supplier<?> expected, Supplier<?> actual, Supplier<String> message) {
        assertEquals(outcome(expected), outcome(actual), message);
    }

    private static String brief(BigDecimal a) {
        String digits = a.unscaledValue().toString();
        return (digits.length() <= 60
                        ? digits
                        : digits.substring(0, 25) + "..(" + digits.length() + ").."
                                + digits.substring(digits.length() - 25))
                + " scale " + a.scale();
    }

    private void assertProduct(BigDecimal a, BigDecimal b, MathContext context) {
        assertSameOutcome(
                () -> a.multiply(b, context),
                () -> kernel().multiply(a, b, context, HERE),
                () -> brief(a) + " * " + brief(b) + ", " + context);
    }

    private void assertQuotient(BigDecimal a, BigDecimal b, MathContext context) {
        assertSameOutcome(
                () -> a.divide(b, context),
                () -> kernel().divide(a, b, context, HERE),
                () -> brief(a) + " / " + brief(b) + ", " + context);
    }

    private void assertRoot(BigDecimal a, MathContext context) {
        Supplier<String> message = () -> "root of " + brief(a) + ", " + context;
        if (SQRT_OF_JDK_25 || context.getPrecision() == 0 || a.signum() <= 0) {
            assertSameOutcome(
                    () -> a.sqrt(context), () -> kernel().sqrt(a, context, HERE), message);
        } else if (context.getRoundingMode() == RoundingMode.DOWN) {
            BigDecimal root = kernel().sqrt(a, context, HERE);
            assertTrue(root.multiply(root).compareTo(a) <= 0, message);
            BigDecimal ulp = BigDecimal.valueOf(1, root.scale())
                    .scaleByPowerOfTen(root.precision() - context.getPrecision());
            BigDecimal next = root.add(ulp);
            assertTrue(next.multiply(next).compareTo(a) > 0, message);
        }
    }

    private void assertTexts(BigDecimal a) {
        BigDecimal copy = new BigDecimal(a.unscaledValue(), a.scale());
        String text = copy.toString();
        assertEquals(text, kernel().toString(a, HERE));
        assertEquals(a, kernel().parse(text, HERE), text);
        assertEquals(copy.toEngineeringString(), kernel().toEngineeringString(a, HERE));
        if (Math.abs((long) a.scale()) < 100_000) {
            assertEquals(copy.toPlainString(), kernel().toPlainString(a, HERE));
        }
    }

    /** Random digits, zeros or nines at the end, powers of ten and neighbours, and of 2 and 5. */
    private static BigInteger unscaled(int digits, int pattern, Random random) {
        BigInteger number = new BigInteger((int) (digits / Math.log10(2)) + 1, random);
        BigInteger end = BigInteger.TEN.pow(1 + random.nextInt(digits));
        BigInteger magnitude = switch (pattern) {
            case 0 -> number.add(BigInteger.ONE);
            case 1 -> number.divide(end).add(BigInteger.ONE).multiply(end);
            case 2 -> number.divide(end).add(BigInteger.ONE).multiply(end).subtract(BigInteger.ONE);
            case 3 -> BigInteger.TEN.pow(digits);
            case 4 -> BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
            case 5 -> BigInteger.TEN.pow(digits).add(BigInteger.ONE);
            case 6 -> BigInteger.TWO.pow((int) (digits / Math.log10(2)));
            case 7 -> BigInteger.valueOf(5).pow((int) (digits / Math.log10(5)));
            default -> BigInteger.valueOf(1 + random.nextInt(99));
        };
        return random.nextBoolean() ? magnitude : magnitude.negate();
    }

    private static BigDecimal decimal(int digits, Random random) {
        return new BigDecimal(
                unscaled(digits, random.nextInt(9), random), SCALES[random.nextInt(SCALES.length)]);
    }

    private static RoundingMode mode(Random random) {
        RoundingMode[] modes = RoundingMode.values();
        return modes[random.nextInt(modes.length)];
    }

    /** Lengths on both sides of the thresholds, most of them short. */
    private static int length(Random random) {
        int kind = random.nextInt(20);
        return 1 + random.nextInt(kind < 14 ? 40 : kind < 19 ? 300 : 2_500);
    }

    // ---- Texts

    /** Both kinds of result must occur among the generated texts. */
    @Test
    void textsOfAllKinds() {
        String[] parts = {
            "",
            "-",
            "+",
            ".",
            "e",
            "E",
            "E+",
            "e-",
            "0",
            "1",
            "9",
            "000",
            "12345678901234567890",
            "2147483647",
            "2147483648",
            "9999999999",
            "00000000000000000000",
            " ",
            "x",
            "_",
            ",",
            "\u0661\u0662",
            "\uff11",
            "\u0967.",
            "\u00b2",
            "\u2212",
            "\u0000",
            "\ud835\udfce"
        };
        String[] padding = {"7".repeat(200), "0".repeat(150), "0".repeat(200) + "\u0663"};
        Random random = new Random(1);
        int numbers = 0;
        int others = 0;
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(6);
            int padded = random.nextInt(length);
            // Digits and points are more frequent, because most texts would be illegal otherwise.
            for (int k = 0; k < length; k++) {
                if (k == padded && i % 2 == 0) {
                    text.append(padding[random.nextInt(padding.length)]);
                }
                int kind = random.nextInt(3);
                text.append(parts[
                        kind == 0
                                ? random.nextInt(parts.length)
                                : kind == 1 ? random.nextInt(11) : 8 + random.nextInt(3)]);
            }
            String string = text.toString();
            String expected = outcome(() -> new BigDecimal(string));
            assertEquals(expected, outcome(() -> kernel().parse(string, HERE)), string);
            if (expected.equals("NumberFormatException")) {
                others++;
            } else {
                numbers++;
            }
        }
        assertTrue(numbers > 1_000 && others > 1_000, numbers + " and " + others);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "12.", "1E", "1E-"})
    void everyCharacter(String before) {
        String digits = "1".repeat(130);
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            if (c < 0x300 || c % 251 == 0 || Character.isDigit((char) c)) {
                for (String text :
                        List.of(before + (char) c + digits, digits + before + (char) c)) {
                    assertSameOutcome(
                            () -> new BigDecimal(text),
                            () -> kernel().parse(text, HERE),
                            () -> text);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-12x4.5E6",
                "12.3.4E5",
                "1.5E+1-",
                "-.+5",
                "--1",
                ".-1",
                "123456789012345678901234567890.\u00e91E1"
            })
    void theErrorNamesTheIllegalCharacter(String text) {
        String message = assertThrows(NumberFormatException.class, () -> kernel().parse(text, HERE))
                .getMessage();
        int index = Integer.parseInt(message.replaceFirst(".* at index ", ""));
        char c = text.charAt(index);
        assertTrue(
                message.startsWith("Illegal character '" + c + "' (U+"
                        + String.format(Locale.ROOT, "%04X", (int) c) + ") at"),
                message);
        assertTrue(Character.digit(c, 10) < 0, message);
    }

    @Test
    void theErrorDescribesAMissingOrLongPart() {
        assertEquals(
                "The exponent has no digits.",
                assertThrows(NumberFormatException.class, () -> kernel().parse("1E+", HERE))
                        .getMessage());
        assertEquals(
                "The number has no digits before its exponent.",
                assertThrows(NumberFormatException.class, () -> kernel().parse("-.E7", HERE))
                        .getMessage());
        assertEquals(
                "The exponent has 11 digits after leading zeros. It must have at most 10.",
                assertThrows(
                                NumberFormatException.class,
                                () -> kernel().parse("1E-0012345678901", HERE))
                        .getMessage());
        assertEquals(
                "The scale of the number is 2147483648. It must be from -2147483648 to 2147483647.",
                assertThrows(
                                NumberFormatException.class,
                                () -> kernel().parse("1.5E-2147483647", HERE))
                        .getMessage());
    }

    @Test
    void textsOfEveryScale() {
        Random random = new Random(2);
        for (int digits : new int[] {1, 2, 3, 4, 18, 19, 20, 96, 97, 98, 150, 1_000}) {
            for (int pattern = 0; pattern < 9; pattern++) {
                BigInteger unscaled = unscaled(digits, pattern, random);
                for (int difference = -9; difference <= 9; difference++) {
                    assertTexts(new BigDecimal(unscaled, digits + difference));
                }
                for (int scale : SCALES) {
                    assertTexts(new BigDecimal(unscaled, scale));
                }
                for (int scale : EXTREME_SCALES) {
                    assertTexts(new BigDecimal(unscaled, scale));
                }
            }
        }
    }

    @Test
    void zeroWithEveryScale() {
        for (int scale = -40; scale <= 40; scale++) {
            assertTexts(new BigDecimal(BigInteger.ZERO, scale));
        }
        for (int scale : EXTREME_SCALES) {
            BigDecimal zero = new BigDecimal(BigInteger.ZERO, scale);
            assertTexts(zero);
            for (int other : EXTREME_SCALES) {
                BigDecimal one = new BigDecimal(BigInteger.ONE, other);
                for (MathContext context : List.of(
                        MathContext.UNLIMITED, new MathContext(5), MathContext.DECIMAL128)) {
                    assertProduct(zero, one, context);
                    assertProduct(one, zero, context);
                    assertProduct(zero, zero, context);
                    assertQuotient(zero, one, context);
                    assertQuotient(one, zero, context);
                    assertQuotient(zero, zero, context);
                    assertRoot(zero, context);
                    assertRoot(one.negate(), context);
                }
            }
        }
    }

    @Test
    void plainTextsThatDoNotFitInAString() {
        BigDecimal many = new BigDecimal(BigInteger.ONE, -Integer.MAX_VALUE);
        assertThrows(OutOfMemoryError.class, many::toPlainString);
        assertThrows(OutOfMemoryError.class, () -> kernel().toPlainString(many, HERE));
        BigDecimal small = new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE);
        assertThrows(OutOfMemoryError.class, small::toPlainString);
        assertThrows(OutOfMemoryError.class, () -> kernel().toPlainString(small, HERE));
        BigDecimal most = new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE);
        assertSameOutcome(
                most::toPlainString, () -> kernel().toPlainString(most, HERE), () -> "2^31 zeros");
    }

    /** In this locale, numbers are formatted with other digits, and E has no other lower case. */
    @Test
    void theLocaleHasNoEffect() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("ar-EG", "hi-IN-u-nu-deva", "tr-TR", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertTexts(new BigDecimal("-1234567.89E-3000"));
                assertEquals(
                        "-1.5E+2000000000",
                        kernel().toString(new BigDecimal("-15E1999999999"), HERE));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    // ---- Products, quotients and roots

    @Test
    void products() {
        Random random = new Random(3);
        for (int i = 0; i < 1_500; i++) {
            int digits = length(random);
            BigDecimal a = decimal(digits, random);
            BigDecimal b = random.nextInt(8) == 0 ? a : decimal(length(random), random);
            int whole = a.multiply(b).precision();
            int precision = switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> 1;
                case 2 -> whole + random.nextInt(3) - 1;
                case 3 -> Integer.MAX_VALUE;
                default -> 1 + random.nextInt(whole);
            };
            assertProduct(a, b, new MathContext(precision, mode(random)));
        }
    }

    @Test
    void quotients() {
        Random random = new Random(4);
        for (int i = 0; i < 1_500; i++) {
            BigDecimal a = decimal(length(random), random);
            BigDecimal b = decimal(length(random), random);
            BigDecimal dividend = random.nextInt(3) == 0 ? a.multiply(b) : a;
            int precision = switch (random.nextInt(5)) {
                case 0 -> 0;
                case 1 -> Math.max(1, a.precision() + random.nextInt(3) - 1);
                default -> length(random);
            };
            assertQuotient(dividend, b, new MathContext(precision, mode(random)));
        }
    }

    @Test
    void roots() {
        Random random = new Random(5);
        for (int i = 0; i < 1_500; i++) {
            BigDecimal root = decimal(length(random), random).abs();
            BigDecimal square = root.multiply(root);
            BigDecimal unit = BigDecimal.valueOf(random.nextInt(3) - 1, square.scale());
            BigDecimal radicand = switch (random.nextInt(4)) {
                case 0 -> root;
                case 1 -> square;
                case 2 -> square.setScale(square.scale() + random.nextInt(30));
                default -> square.add(unit);
            };
            int precision = switch (random.nextInt(5)) {
                case 0 -> 0;
                case 1 -> Math.max(1, root.precision() + random.nextInt(3) - 1);
                default -> length(random);
            };
            assertRoot(radicand, new MathContext(precision, mode(random)));
        }
    }

    /** Scales at which one of the checks of the range fails, or nearly fails. */
    @Test
    void scalesAtTheEndsOfTheRange() {
        Random random = new Random(6);
        for (int i = 0; i < 4_000; i++) {
            BigDecimal a = new BigDecimal(
                    unscaled(1 + random.nextInt(70), random.nextInt(9), random),
                    EXTREME_SCALES[random.nextInt(EXTREME_SCALES.length)]);
            int scale = switch (random.nextInt(3)) {
                case 0 -> SCALES[random.nextInt(SCALES.length)];
                case 1 -> a.scale() + random.nextInt(9) - 4;
                default -> EXTREME_SCALES[random.nextInt(EXTREME_SCALES.length)];
            };
            BigDecimal b = new BigDecimal(
                    unscaled(1 + random.nextInt(70), random.nextInt(9), random), scale);
            MathContext context = new MathContext(random.nextInt(90), mode(random));
            assertProduct(a, b, context);
            assertQuotient(a, b, context);
            assertQuotient(b, a, context);
            assertRoot(a, context);
        }
    }

    /** The digits from which the rounding modes differ, after even, odd, and many nines. */
    @ParameterizedTest
    @EnumSource(RoundingMode.class)
    void ties(RoundingMode mode) {
        Random random = new Random(7);
        String[] ends = {
            "0",
            "000000",
            "0001",
            "1",
            "4",
            "49",
            "4999999999",
            "5",
            "50",
            "5000000000",
            "50001",
            "51",
            "9",
            "99999",
            "5" + "0".repeat(400),
            "5" + "0".repeat(400) + "1",
            "4" + "9".repeat(401),
            "9".repeat(402)
        };
        for (int digits : new int[] {1, 2, 18, 19, 40, 700}) {
            for (int kind = 0; kind < 4; kind++) {
                String start = kind == 3
                        ? "9".repeat(digits)
                        : unscaled(digits, 0, random).abs() + (kind == 2 ? "9" : "" + kind);
                MathContext context = new MathContext(start.length(), mode);
                for (String end : ends) {
                    for (String sign : List.of("", "-")) {
                        BigDecimal a = new BigDecimal(sign + start + end);
                        assertProduct(a, BigDecimal.ONE, context);
                        assertProduct(a, new BigDecimal("1E+9"), context);
                        assertQuotient(a, BigDecimal.ONE, context);
                        assertQuotient(a, new BigDecimal("1E+9"), context);
                        BigDecimal b = new BigDecimal(unscaled(digits, 0, random), 3);
                        assertQuotient(a.multiply(b), b, context);
                    }
                    BigDecimal root = new BigDecimal(start + end);
                    BigDecimal square = root.multiply(root);
                    assertRoot(square, context);
                    assertRoot(square.add(BigDecimal.ONE), context);
                    assertRoot(square.subtract(BigDecimal.ONE), context);
                    assertRoot(square.add(new BigDecimal("1E-1000")), context);
                }
            }
        }
    }

    @Test
    void powersOfTen() {
        for (int exponent = 0; exponent <= 1_200; exponent += exponent < 40 ? 1 : 97) {
            for (int scale : new int[] {-5, 0, 7, exponent, 2 * exponent + 1}) {
                BigDecimal a = new BigDecimal(BigInteger.TEN.pow(exponent), scale);
                for (int precision : new int[] {0, 1, 2, 30, 40, exponent + 1, 1_500}) {
                    for (RoundingMode mode :
                            List.of(RoundingMode.HALF_UP, RoundingMode.UNNECESSARY)) {
                        MathContext context = new MathContext(precision, mode);
                        assertRoot(a, context);
                        assertQuotient(a, a, context);
                        assertQuotient(a, BigDecimal.TEN, context);
                        assertQuotient(BigDecimal.TEN, a, context);
                        assertQuotient(a, new BigDecimal(BigInteger.TWO.pow(exponent)), context);
                        assertProduct(a, a, context);
                    }
                }
            }
        }
    }

    /** Factors of two and five that suggest more zeros than there are, and all counts of zeros. */
    @Test
    void zerosAtTheEndOfAnExactResult() {
        Random random = new Random(10);
        MathContext exact = new MathContext(1_000, RoundingMode.UNNECESSARY);
        for (int zeros = 0; zeros < 300; zeros += 1 + zeros / 40) {
            BigInteger tens = BigInteger.TEN.pow(zeros);
            for (BigInteger factor : List.of(
                    BigInteger.TWO.pow(random.nextInt(300)),
                    BigInteger.valueOf(5).pow(random.nextInt(300)),
                    BigInteger.valueOf(3))) {
                BigDecimal root = new BigDecimal(tens.multiply(factor), random.nextInt(400));
                BigDecimal divisor = new BigDecimal(
                        unscaled(1 + random.nextInt(60), 0, random), random.nextInt(400) - 200);
                assertQuotient(root.multiply(divisor), divisor, exact);
                assertQuotient(root.multiply(divisor), divisor, MathContext.UNLIMITED);
                assertQuotient(divisor, root, MathContext.UNLIMITED);
                BigDecimal square = root.multiply(root);
                assertRoot(square, exact);
                assertRoot(square, new MathContext(700));
                assertRoot(square.setScale(square.scale() + zeros), MathContext.UNLIMITED);
            }
        }
    }

    /** The largest precision would need more digits than a BigInteger has. */
    @Test
    void theLargestPrecision() {
        BigDecimal three = BigDecimal.valueOf(3);
        MathContext largest = new MathContext(Integer.MAX_VALUE, RoundingMode.DOWN);
        assertThrows(
                ArithmeticException.class,
                () -> kernel().divide(BigDecimal.ONE, three, largest, HERE));
        assertThrows(ArithmeticException.class, () -> kernel().sqrt(three, largest, HERE));
        assertEquals(three.multiply(three), kernel().multiply(three, three, largest, HERE));
    }
}
