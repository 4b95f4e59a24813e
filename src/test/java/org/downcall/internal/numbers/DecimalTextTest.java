package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the checks is that of BigInteger, with smaller limits: 10 digits and 20 digits. */
class DecimalTextTest {

    private static DecimalText parse(String text) {
        return new DecimalText(text, 10, 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1234567890",
                "+1234567890",
                "-1234567890",
                "000000000000000000000000000000",
                "\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u06601"
            })
    void leadingZerosAndASignDoNotCount(String text) {
        assertEquals(
                text.contains("9") ? 10 : text.endsWith("1") ? 1 : 0,
                parse(text).length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901",
                "12345678901234567890",
                "123456789012345678901",
                "-12345678901"
            })
    void tooManyDigits(String text) {
        assertThrows(ArithmeticException.class, () -> parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901x", "x2345678901234567890", "000000000000000000000000000x"})
    void anIllegalDigitInATextThatIsExamined(String text) {
        assertThrows(NumberFormatException.class, () -> parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901234567890x", "+12345678901234567890x"})
    void anIllegalDigitInATextThatIsTooLong(String text) {
        assertThrows(ArithmeticException.class, () -> parse(text));
    }

    @Test
    void leadingZerosDoNotMakeATextTooLong() {
        assertThrows(NumberFormatException.class, () -> parse("000x2345678901234567890"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"12345678901234567890-1", "--12345678901234567890", "-+12345678901234567890"
            })
    void anEmbeddedSignComesFirst(String text) {
        assertThrows(NumberFormatException.class, () -> parse(text));
    }
}
