package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The grammar of BigInteger's constructor in every radix, and words as digits. */
class RadixTextTest {

    private static BigInteger value(RadixText text, int radix) {
        BigInteger value = BigInteger.ZERO;
        for (int i = text.firstDigit(); i < text.digits().length; i++) {
            value = value.multiply(BigInteger.valueOf(radix))
                    .add(BigInteger.valueOf(text.digits()[i]));
        }
        return text.isNegative() ? value.negate() : value;
    }

    /** Texts of digits of several scripts, signs and other characters, in any order. */
    @Test
    void acceptsWhatBigIntegerAccepts() {
        char[] characters = {
            '0', '1', '7', '9', 'a', 'f', 'Z', 'z', '-', '+', ' ', '_', '.', '{', '@', '\u0663',
            '\uFF15', '\uFF21', '\uFF5A', '\u00e9', '\0', '\ud835', '\udfce'
        };
        Random random = new Random(1);
        int numbers = 0;
        for (int i = 0; i < 60_000; i++) {
            int radix = 2 + random.nextInt(35);
            int kinds = i % 3 == 0 ? characters.length : 8;
            StringBuilder text = new StringBuilder(i % 4 == 0 ? "-" : i % 4 == 1 ? "+" : "");
            for (int length = random.nextInt(9); length > 0; length--) {
                text.append(characters[random.nextInt(kinds)]);
            }
            String digits = text.toString();
            BigInteger expected;
            try {
                expected = new BigInteger(digits, radix);
            } catch (NumberFormatException e) {
                assertThrows(
                        NumberFormatException.class,
                        () -> new RadixText(digits, radix),
                        digits + " in radix " + radix);
                continue;
            }
            assertEquals(expected, value(new RadixText(digits, radix), radix), digits);
            numbers++;
        }
        assertEquals(true, numbers > 5_000, numbers + " numbers");
    }

    private static String messageOf(String text, int radix) {
        return assertThrows(NumberFormatException.class, () -> new RadixText(text, radix))
                .getMessage();
    }

    @Test
    void messages() {
        assertEquals("Zero length BigInteger", messageOf("", 16));
        assertEquals("Zero length BigInteger", messageOf("-", 16));
        assertEquals("Illegal embedded sign character", messageOf("x1-", 16));
        for (String signs : List.of("--5", "-+5", "+-5", "++5", "5-", "5+")) {
            assertEquals("Illegal embedded sign character", messageOf(signs, 16), signs);
        }
        assertEquals("Illegal digit 'g' (U+0067) at index 2 under radix 16", messageOf("-1g", 16));
    }

    /** A very long text is rejected before its digits are examined, as in BigInteger. */
    @Test
    void theOrderOfErrors() {
        String illegal = "!".repeat(100);
        assertThrows(NumberFormatException.class, () -> new RadixText(illegal, 3, 1_000));
        assertThrows(ArithmeticException.class, () -> new RadixText(illegal, 3, 100));
        assertThrows(NumberFormatException.class, () -> new RadixText(illegal + "-", 3, 100));
        assertEquals(1, new RadixText("0".repeat(500) + "1", 3, 100).length());
        assertEquals(49, new RadixText("1".repeat(49), 4, 100).length());
        assertThrows(ArithmeticException.class, () -> new RadixText("1".repeat(50), 4, 100));
        // Ten digits have at most 40 bits, and one is added for the estimate.
        assertEquals(10, new RadixText("f".repeat(10), 16, 42).length());
        assertThrows(ArithmeticException.class, () -> new RadixText("f".repeat(10), 16, 41));
    }

    @Test
    void wordsHoldAsManyDigitsAsFit() {
        BigInteger limit = BigInteger.ONE.shiftLeft(64);
        for (int radix = 2; radix <= 36; radix++) {
            int digits = RadixDigits.of(radix).inWord();
            BigInteger base = BigInteger.valueOf(radix).pow(digits);
            assertEquals(-1, base.compareTo(limit), "radix " + radix);
            assertEquals(true, base.multiply(BigInteger.valueOf(radix)).compareTo(limit) >= 0);
            assertEquals(base.longValue(), RadixDigits.of(radix).base());
        }
    }

    @Test
    void wordsToDigitsAndBack() {
        Random random = new Random(2);
        for (int radix = 2; radix <= 36; radix++) {
            int inWord = RadixDigits.of(radix).inWord();
            long base = RadixDigits.of(radix).base();
            for (int count = 1; count <= 40; count++) {
                long[] words = new long[count + 1]; // with a zero above
                StringBuilder expected = new StringBuilder();
                for (int i = 0; i < count; i++) {
                    long word = switch (random.nextInt(4)) {
                        case 0 -> base - 1;
                        case 1 -> random.nextInt(radix);
                        default -> Long.remainderUnsigned(random.nextLong(), base);
                    };
                    words[i] = i == count - 1 ? Math.max(word >>> 1, 1) : word;
                    String digits = Long.toUnsignedString(words[i], radix);
                    String zeros = "0".repeat(i == count - 1 ? 0 : inWord - digits.length());
                    expected.insert(0, zeros + digits);
                }
                String digits = RadixText.toString(false, MemorySegment.ofArray(words), radix);
                assertEquals(expected.toString(), digits, "radix " + radix);
                assertEquals(
                        "-" + expected,
                        RadixText.toString(true, MemorySegment.ofArray(words), radix));
                long[] again = new long[count + 1];
                new RadixText(digits, radix).toWords(MemorySegment.ofArray(again), radix);
                assertEquals(
                        MemorySegment.ofArray(words).mismatch(MemorySegment.ofArray(again)), -1);
            }
            assertEquals("0", RadixText.toString(false, MemorySegment.ofArray(new long[3]), radix));
        }
    }
}
