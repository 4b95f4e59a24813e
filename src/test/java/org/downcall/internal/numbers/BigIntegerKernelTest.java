package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.downcall.internal.calls.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void quotientsOfEverySize(int pattern) {
        Random random = new Random(40 + pattern);
        for (int bits = 1; bits <= 20_000; bits += bits < 300 ? 7 : 1 + bits / 15) {
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
}
