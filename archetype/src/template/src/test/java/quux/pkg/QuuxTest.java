package quux.pkg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Values and bad input, as users see them. */
class QuuxTest {

    @Test
    void hammingCountsTheBitsThatDiffer() {
        assertEquals(0, Quux.hamming(7, 7));
        assertEquals(2, Quux.hamming(0b1010, 0b0110));
        assertEquals(64, Quux.hamming(0, -1));
    }

    @Test
    void powerIsExact() {
        assertEquals(1, Quux.power(0, 0));
        assertEquals(1_000_000_007L * 1_000_000_007L, Quux.power(1_000_000_007, 2));
        assertEquals(Long.MIN_VALUE, Quux.power(-2, 63));
    }

    @Test
    void powerFailsIfTheResultDoesNotFit() {
        QuuxException e = assertThrows(QuuxException.class, () -> Quux.power(2, 63));
        assertEquals(QuuxException.OVERFLOW, e.status());
        assertEquals("The result of power(2, 63) does not fit its type.", e.getMessage());
    }

    @Test
    void powerFailsIfTheExponentIsNegative() {
        QuuxException e = assertThrows(QuuxException.class, () -> Quux.power(2, -1));
        assertEquals(QuuxException.RANGE, e.status());
        assertEquals("An argument of power(2, -1) is outside its range.", e.getMessage());
    }

    @Test
    void distanceSumsTheDifferences() {
        assertEquals(0, Quux.distance(new byte[0], new byte[0]));
        assertEquals(255 + 1 + 2, Quux.distance(new byte[] {-1, 1, 5}, new byte[] {0, 2, 3}));
    }

    @Test
    void distanceRejectsArraysOfDifferentLengths() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Quux.distance(new byte[3], new byte[4]));
        assertEquals(
                "The arrays have different lengths: a has 3 elements, and b has 4.",
                e.getMessage());
    }

    @Test
    void distanceRejectsNull() {
        assertEquals(
                "a",
                assertThrows(NullPointerException.class, () -> Quux.distance(null, new byte[0]))
                        .getMessage());
        assertEquals(
                "b",
                assertThrows(NullPointerException.class, () -> Quux.distance(new byte[0], null))
                        .getMessage());
    }
}
