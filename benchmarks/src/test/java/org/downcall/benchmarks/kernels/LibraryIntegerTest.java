package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.math.BigInteger;
import org.downcall.BigIntegers;
import org.downcall.Fibonacci;
import org.downcall.benchmarks.run.DowncallKernels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a binding of a C library must do. */
abstract class LibraryIntegerTest {

    private final CLibrary library;

    LibraryIntegerTest(CLibrary library) {
        this.library = library;
    }

    abstract LibraryInteger zero(Arena arena);

    @BeforeEach
    void itIsHere() {
        assumeTrue(library.absence().isEmpty(), () -> library.absence().orElseThrow());
    }

    @Test
    void bitLengthEqualsThatOfBigIntegerExceptFor0() {
        try (LibraryInteger f = zero(Arena.ofConfined())) {
            for (int n = 1; n <= 1000; n++) {
                f.setToFibonacci(n);
                assertFibonacci(n, f);
            }
            f.setToFibonacci(0);
            assertEquals(1, f.bitLength());
            assertEquals(BigInteger.ZERO, f.toBigInteger());
        }
    }

    /** Large and small numbers alternate, with plain and with critical calls. */
    @Test
    void noPartOfAnEarlierNumberRemains() {
        try (LibraryInteger f = zero(Arena.ofConfined())) {
            assertEquals(BigInteger.ZERO, f.toBigInteger());
            for (int n : new int[] {
                1_000_000, 10_000, 900_000, 10_001, 1_100_000, 755_000, 756_000, 93, 900_000
            }) {
                f.setToFibonacci(n);
                assertFibonacci(n, f);
            }
        }
    }

    private static void assertFibonacci(int n, LibraryInteger f) {
        BigInteger expected = DowncallKernels.javaFibonacci().exact(n);
        assertEquals(expected.bitLength(), f.bitLength(), "n = " + n);
        assertEquals(expected, f.toBigInteger(), "n = " + n);
    }

    /**
     * Numbers of every length in words, with and without the top bit. Large and small numbers
     * alternate.
     */
    @Test
    void numbersAreImportedAndExported() {
        try (LibraryInteger a = zero(Arena.ofConfined())) {
            a.set(BigInteger.ZERO);
            assertEquals(BigInteger.ZERO, a.toBigInteger());
            for (int bits : new int[] {
                1, 7, 8, 9, 63, 64, 65, 1_000_000, 127, 128, 129, 524_288, 524_289, 600_000, 1
            }) {
                BigInteger number = Operands.ofBits(bits, bits);
                a.set(number);
                assertEquals(number, a.toBigInteger(), bits + " bits");
                a.set(number.clearBit(bits - 1));
                assertEquals(number.clearBit(bits - 1), a.toBigInteger(), bits + " bits less one");
            }
            assertThrows(IllegalArgumentException.class, () -> a.set(BigInteger.ONE.negate()));
        }
    }

    @Test
    void productsPowersAndRoots() {
        try (LibraryInteger a = zero(Arena.ofConfined());
                LibraryInteger b = zero(Arena.ofConfined());
                LibraryInteger result = zero(Arena.ofConfined())) {
            for (int bits : new int[] {1, 64, 1000, 5000, 100_000}) {
                BigInteger x = Operands.ofBits(bits, 1);
                BigInteger y = Operands.ofBits(bits, 2);
                a.set(x);
                b.set(y);
                result.setToProduct(a, b);
                assertEquals(x.multiply(y), result.toBigInteger());
                result.setToProduct(a, a);
                assertEquals(x.multiply(x), result.toBigInteger());
                result.setToPower(a, 5);
                assertEquals(x.pow(5), result.toBigInteger());
                result.setToSquareRoot(a);
                assertEquals(x.sqrt(), result.toBigInteger());
            }
            result.setToPower(a, 0);
            assertEquals(BigInteger.ONE, result.toBigInteger());
        }
    }

    @Test
    void quotients() {
        try (LibraryInteger a = zero(Arena.ofConfined());
                LibraryInteger b = zero(Arena.ofConfined());
                LibraryInteger quotient = zero(Arena.ofConfined())) {
            for (int bits : new int[] {1, 64, 1000, 5000, 100_000}) {
                BigInteger x = Operands.ofBits(2 * bits, 1);
                BigInteger y = Operands.ofBits(bits, 2);
                a.set(x);
                b.set(y);
                quotient.setToQuotient(a, b);
                assertEquals(x.divide(y), quotient.toBigInteger());
            }
            b.set(BigInteger.ZERO);
            assertThrows(ArithmeticException.class, () -> quotient.setToQuotient(a, b));
        }
    }

    @Test
    void divisorsAndInverses() {
        try (LibraryInteger a = zero(Arena.ofConfined());
                LibraryInteger b = zero(Arena.ofConfined());
                LibraryInteger result = zero(Arena.ofConfined())) {
            for (int bits : new int[] {2, 64, 1000, 5000}) {
                BigInteger x = Operands.ofBits(bits, 1);
                BigInteger m = BigInteger.ONE.shiftLeft(9_689).subtract(BigInteger.ONE); // a prime
                a.set(x.multiply(x));
                b.set(x.multiply(m));
                result.setToDivisor(a, b);
                assertEquals(x, result.toBigInteger());
                assertThrows(ArithmeticException.class, () -> result.setToInverse(a, b));
                b.set(m);
                result.setToInverse(a, b);
                assertEquals(x.multiply(x).modInverse(m), result.toBigInteger());
            }
        }
    }

    @Test
    void modularPowers() {
        try (LibraryInteger a = zero(Arena.ofConfined());
                LibraryInteger exponent = zero(Arena.ofConfined());
                LibraryInteger modulus = zero(Arena.ofConfined());
                LibraryInteger power = zero(Arena.ofConfined())) {
            for (int bits : new int[] {2, 64, 1000, 5000}) {
                a.set(ModPow.base(bits));
                exponent.set(ModPow.exponent(bits));
                modulus.set(ModPow.modulus(bits));
                power.setToModularPower(a, exponent, modulus);
                assertEquals(
                        ModPow.base(bits).modPow(ModPow.exponent(bits), ModPow.modulus(bits)),
                        power.toBigInteger());
            }
            modulus.set(BigInteger.ZERO);
            assertThrows(
                    ArithmeticException.class, () -> power.setToModularPower(a, exponent, modulus));
        }
    }

    /** With a critical call up to 1000. */
    @Test
    void factorials() {
        try (LibraryInteger result = zero(Arena.ofConfined())) {
            BigInteger expected = BigInteger.ONE;
            for (int n = 0; n <= 1_500; n++) {
                expected = n == 0 ? expected : expected.multiply(BigInteger.valueOf(n));
                if (n < 30 || n > 990 && n < 1_010 || n == 1_500) {
                    result.setToFactorial(n);
                    assertEquals(expected, result.toBigInteger(), "n = " + n);
                }
            }
            result.setToFactorial(3);
            assertEquals(BigInteger.valueOf(6), result.toBigInteger());
            assertThrows(IllegalArgumentException.class, () -> result.setToFactorial(-1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> result.setToFactorial(BigIntegers.MAX_FACTORIAL + 1L));
        }
    }

    @Test
    void digitsAreReadAndWritten() {
        try (LibraryInteger a = zero(Arena.ofConfined())) {
            for (int length : new int[] {1, 19, 20, 100_000, 2000, 3000, 1}) {
                String digits = Operands.digits(length);
                a.takeIn(digits);
                a.setToDigits(length);
                assertEquals(new BigInteger(digits), a.toBigInteger());
                long written = a.writeDigits();
                assertTrue(
                        written == length || written == length + 1,
                        written + " digits instead of " + length);
                assertEquals(digits, a.digits());
            }
            a.takeIn("12a");
            assertThrows(NumberFormatException.class, () -> a.setToDigits(3));
        }
    }

    @Test
    void argumentsThatWouldEndTheProcessAreRejected() {
        try (LibraryInteger f = zero(Arena.ofConfined())) {
            assertThrows(IllegalArgumentException.class, () -> f.setToFibonacci(-1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> f.setToFibonacci(Fibonacci.MAX_EXACT_INDEX + 1));
            f.setToFibonacci(100);
            assertThrows(IllegalArgumentException.class, () -> f.setToPower(f, Integer.MAX_VALUE));
            assertThrows(IllegalArgumentException.class, () -> f.setToPower(f, -1));
        }
    }

    @Test
    void aClosedNumberCannotBeUsed() {
        LibraryInteger f = zero(Arena.ofConfined());
        f.setToFibonacci(100);
        f.close();
        assertThrows(IllegalStateException.class, () -> f.setToFibonacci(1));
        assertThrows(IllegalStateException.class, f::bitLength);
        assertThrows(IllegalStateException.class, f::toBigInteger);
        assertThrows(IllegalStateException.class, f::close);
    }
}
