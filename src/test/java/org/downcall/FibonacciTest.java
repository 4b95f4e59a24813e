package org.downcall;

import static org.downcall.InvalidArguments.assertNullIsRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.downcall.internal.numbers.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arguments that the public class accepts, and its errors. */
class FibonacciTest {

    @Test
    void longFollowsTheRecurrenceUpToItsLimit() {
        assertEquals(0, Fibonacci.longValue(0));
        assertEquals(1, Fibonacci.longValue(1));
        for (int n = 2; n <= Fibonacci.MAX_LONG_INDEX; n++) {
            assertEquals(
                    Fibonacci.longValue(n - 1) + Fibonacci.longValue(n - 2),
                    Fibonacci.longValue(n),
                    "n = " + n);
        }
        assertEquals(7_540_113_804_746_346_429L, Fibonacci.longValue(92));
    }

    @Test
    void onlyLongValueRejectsTheFirstNumberThatDoesNotFitInALong() {
        ArithmeticException e =
                assertThrows(ArithmeticException.class, () -> Fibonacci.longValue(93));
        assertEquals(
                "F(93) does not fit in a long. The largest n for which it does is 92. Use Fibonacci.exact"
                        + " for a larger n.",
                e.getMessage());
        BigInteger f93 = new BigInteger("12200160415121876738");
        assertEquals(f93, Fibonacci.exact(93));
        assertEquals(f93.longValue(), Fibonacci.wrapping(93));
        assertTrue(Fibonacci.wrapping(93) < 0, "read as signed, F(93) wraps");
    }

    @Test
    void theLimitOfExactIsTheLastNumberThatABigIntegerCanHold() {
        // F(n) has floor(n log2(phi) - log2(sqrt 5)) + 1 bits; BigInteger holds 2^31 - 1.
        // Both logarithms to 36 places.
        BigDecimal log2Phi = new BigDecimal("0.694241913630617301738790266898595223");
        BigDecimal log2Sqrt5 = new BigDecimal("1.160964047443681173935159714744695087");
        long n = Fibonacci.MAX_EXACT_INDEX;
        assertEquals(Integer.MAX_VALUE, bits(n, log2Phi, log2Sqrt5));
        assertEquals(Integer.MAX_VALUE + 1L, bits(n + 1, log2Phi, log2Sqrt5));
        ArithmeticException e =
                assertThrows(ArithmeticException.class, () -> Fibonacci.exact(n + 1));
        assertEquals(
                "F(3093278591) does not fit in a BigInteger. The largest n for which it does is"
                        + " 3093278590. Use Fibonacci.writeDecimal for a larger n.",
                e.getMessage());
        assertThrows(ArithmeticException.class, () -> Fibonacci.exact(Long.MAX_VALUE));
    }

    private static long bits(long n, BigDecimal log2Phi, BigDecimal log2Sqrt5) {
        return log2Phi.multiply(BigDecimal.valueOf(n)).subtract(log2Sqrt5).longValue() + 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -92, -93, Integer.MIN_VALUE})
    void theErrorNamesANegativeIndex(int n) {
        for (Executable call : new Executable[] {
            () -> Fibonacci.longValue(n),
            () -> Fibonacci.wrapping(n),
            () -> Fibonacci.wrappingIterative(n),
            () -> Fibonacci.exact(n),
            () -> Fibonacci.decimal(n),
            () -> Fibonacci.appendDecimal(n, new StringBuilder()),
            () -> Fibonacci.writeDecimal(n, OutputStream.nullOutputStream())
        }) {
            assertEquals(
                    "The argument n is " + n + ". It must be 0 or greater.",
                    assertThrows(IllegalArgumentException.class, call).getMessage());
        }
    }

    @Test
    void theMostNegativeIndicesAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> Fibonacci.wrapping(Long.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Fibonacci.exact(Long.MIN_VALUE));
        assertThrows(ArithmeticException.class, () -> Fibonacci.longValue(Integer.MAX_VALUE));
    }

    @Test
    void exactIsTheSameOnBothSidesOfTheIndexWhereCTakesOver() {
        long first = Thresholds.NATIVE_EXACT_INDEX - 10;
        BigInteger before = Fibonacci.exact(first - 2);
        BigInteger f = Fibonacci.exact(first - 1);
        for (long n = first; n < first + 20; n++) {
            BigInteger next = Fibonacci.exact(n);
            assertEquals(before.add(f), next, "n = " + n);
            before = f;
            f = next;
        }
    }

    @Test
    void allFourAgreeWhereAllFourAreDefined() {
        for (int n = 0; n <= Fibonacci.MAX_LONG_INDEX; n++) {
            long f = Fibonacci.longValue(n);
            assertEquals(f, Fibonacci.wrapping(n), "n = " + n);
            assertEquals(f, Fibonacci.wrappingIterative(n), "n = " + n);
            assertEquals(BigInteger.valueOf(f), Fibonacci.exact(n), "n = " + n);
        }
    }

    @Test
    void theLimitOfDecimalIsTheLastNumberThatAStringCanHold() {
        BigDecimal log10Phi = new BigDecimal("0.208987640249978733769272089237555417");
        BigDecimal log10Sqrt5 = new BigDecimal("0.349485002168009402393130552637753487");
        long n = Fibonacci.MAX_STRING_INDEX;
        assertEquals(
                Integer.MAX_VALUE - 8,
                bits(n, log10Phi, log10Sqrt5)); // the longest array that HotSpot allocates
        assertEquals(Integer.MAX_VALUE - 7, bits(n + 1, log10Phi, log10Sqrt5));
        ArithmeticException e =
                assertThrows(ArithmeticException.class, () -> Fibonacci.decimal(n + 1));
        assertEquals(
                "The digits of F(10275649014) do not fit in a String. The largest n for which they do is"
                        + " 10275649013. Use Fibonacci.writeDecimal for a larger n.",
                e.getMessage());
        long tooLarge = Fibonacci.MAX_DECIMAL_INDEX + 1;
        for (Executable call : new Executable[] {
            () -> Fibonacci.appendDecimal(tooLarge, new StringBuilder()),
            () -> Fibonacci.writeDecimal(tooLarge, OutputStream.nullOutputStream())
        }) {
            assertEquals(
                    "The digits of F(17179869185) cannot be computed. The largest supported n is"
                            + " 17179869184. Use a smaller n.",
                    assertThrows(ArithmeticException.class, call).getMessage());
        }
    }

    @Test
    void decimalReturnsTheDigitsOfExact() throws IOException {
        for (long n = 0; n < 3 * Thresholds.NATIVE_DECIMAL_INDEX; n += n < 200 ? 1 : 1 + n / 50) {
            String digits = Fibonacci.exact(n).toString();
            assertEquals(digits, Fibonacci.decimal(n), "n = " + n);
            StringBuilder appended = new StringBuilder("F = ");
            Fibonacci.appendDecimal(n, appended);
            assertEquals("F = " + digits, appended.toString(), "n = " + n);
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            Fibonacci.writeDecimal(n, written);
            assertEquals(digits, written.toString(StandardCharsets.US_ASCII), "n = " + n);
        }
        for (long n = Thresholds.NATIVE_DECIMAL_INDEX - 2;
                n <= Thresholds.NATIVE_DECIMAL_INDEX + 2;
                n++) {
            assertEquals(Fibonacci.exact(n).toString(), Fibonacci.decimal(n), "n = " + n);
        }
    }

    @Test
    void anExceptionOfTheDestinationIsThrown() {
        IOException full = new IOException("full");
        OutputStream to = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        };
        assertSame(full, assertThrows(IOException.class, () -> Fibonacci.writeDecimal(10, to)));
        assertSame(
                full, assertThrows(IOException.class, () -> Fibonacci.writeDecimal(100_000, to)));
    }

    @Test
    void theErrorNamesAnArgumentThatIsNull() {
        assertNullIsRejected("to", () -> Fibonacci.appendDecimal(1, null));
        assertNullIsRejected("to", () -> Fibonacci.writeDecimal(1, null));
    }
}
