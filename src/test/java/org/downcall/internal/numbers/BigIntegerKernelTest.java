package org.downcall.internal.numbers;

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

    abstract BigIntegerKernel kernel();

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
        for (int bits = 1; bits <= 20_000; bits += bits < 300 ? 1 : 1 + bits / 25) {
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
        for (int bits = 1; bits <= 30_000; bits += bits < 300 ? 3 : 1 + bits / 20) {
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
        for (int bits = 1; bits <= 9_000; bits += bits < 200 ? 1 : 1 + bits / 6) {
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
