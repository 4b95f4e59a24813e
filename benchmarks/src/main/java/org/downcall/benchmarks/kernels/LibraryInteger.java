package org.downcall.benchmarks.kernels;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.downcall.BigIntegers;
import org.downcall.Fibonacci;

/**
 * An integer in the memory of a C library. This class checks arguments, converts numbers, and
 * decides which calls are critical: those that end within about ten microseconds, as for the C of
 * this project. A subclass for each library makes the calls. Its method handles are constants, so
 * that the compiler inlines them.
 */
abstract class LibraryInteger implements AutoCloseable {

    private static final int DECIMAL = 10;

    /** Up to this index, F(n) is computed by a critical call: the bound of the C kernel. */
    private static final long CRITICAL_INDEX = 10_000;

    /** Up to this length, limbs are copied by a critical call: it takes about 5 us. */
    private static final long CRITICAL_LIMBS = 8_192;

    /**
     * Up to this length of the result, products, conversions and powers are critical calls: it
     * takes about 10 us.
     */
    private static final long CRITICAL_BITS = 8_000;

    /** Up to this n, n! is computed by a critical call: it takes about 10 us. */
    private static final long CRITICAL_FACTORIAL = 1_000;

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Owns the struct. The limbs belong to the library, and only the library can free them. */
    private final Arena arena;

    private final MemorySegment struct;

    /**
     * The source and destination of limbs. It is reused, as the library reuses its limbs for the
     * next number.
     */
    private MemorySegment limbs = MemorySegment.NULL;

    /** Digits that the library reads or writes; reused, too. */
    private MemorySegment text = MemorySegment.NULL;

    private int base = DECIMAL;

    /** The struct consists of zeros. It lives as long as the process if the arena does. */
    LibraryInteger(Arena arena, MemoryLayout layout) {
        this.arena = arena;
        struct = arena.allocate(layout);
    }

    final MemorySegment struct() {
        return struct;
    }

    abstract void fibonacci(long n, boolean critical) throws Throwable;

    abstract void product(MemorySegment a, MemorySegment b, boolean critical) throws Throwable;

    /** Sets this number to the quotient, rounded towards 0. */
    abstract void quotient(MemorySegment a, MemorySegment b, boolean critical) throws Throwable;

    abstract void modularPower(MemorySegment a, MemorySegment exponent, MemorySegment modulus)
            throws Throwable;

    abstract void power(MemorySegment a, long exponent, boolean critical) throws Throwable;

    abstract void squareRoot(MemorySegment a, boolean critical) throws Throwable;

    abstract void divisor(MemorySegment a, MemorySegment b) throws Throwable;

    /** {@return 0 if a has no inverse} */
    abstract int inverse(MemorySegment a, MemorySegment m) throws Throwable;

    abstract void factorial(long n, boolean critical) throws Throwable;

    /** {@return 0 if the text consists of digits} */
    abstract int readDigits(MemorySegment text, int base, boolean critical) throws Throwable;

    /** {@return the text} */
    abstract MemorySegment writeDigits(MemorySegment text, int base, boolean critical)
            throws Throwable;

    /** {@return the number of digits in this base, or one more; exact for 2; 1 for 0} */
    abstract long sizeInBase(int base) throws Throwable;

    /** Sets this number to limbs, least significant limb first. */
    abstract void importLimbs(MemorySegment limbs, long count, boolean critical) throws Throwable;

    /** Writes this number, which has this many limbs. For 0, it may write nothing. */
    abstract void exportLimbs(MemorySegment limbs, long count, boolean critical) throws Throwable;

    abstract void free() throws Throwable;

    /**
     * Sets this number to F(n).
     *
     * @throws IllegalArgumentException if n is out of range; the library would end the process for
     *     lack of memory
     */
    final void setToFibonacci(long n) {
        if (n < 0 || n > Fibonacci.MAX_EXACT_INDEX) {
            throw new IllegalArgumentException(
                    "n must be from 0 to " + Fibonacci.MAX_EXACT_INDEX + ", but is " + n);
        }
        try {
            fibonacci(n, n <= CRITICAL_INDEX);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Sets this number to one that is not negative, because limbs have no sign. */
    final void set(BigInteger a) {
        if (a.signum() < 0) {
            throw new IllegalArgumentException(
                    "the number must not be negative, but has " + a.bitLength() + " bits");
        }
        byte[] bytes = a.toByteArray();
        long count = limbs(a.bitLength());
        MemorySegment to = limbsFor(count);
        int whole = bytes.length / Long.BYTES;
        for (int i = 0; i < whole; i++) {
            to.setAtIndex(JAVA_LONG, i, (long)
                    BIG_ENDIAN.get(bytes, bytes.length - (i + 1) * Long.BYTES));
        }
        // The first byte may contain only the sign, which needs no limb.
        if (whole < count) {
            long partial = 0;
            for (int i = 0; i < bytes.length % Long.BYTES; i++) {
                partial = partial << Byte.SIZE | bytes[i] & 0xFF;
            }
            to.setAtIndex(JAVA_LONG, whole, partial);
        }
        try {
            importLimbs(to, count, count <= CRITICAL_LIMBS);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@return this number, which is not negative} */
    final BigInteger toBigInteger() {
        long count = limbs(bitLength());
        MemorySegment from = limbsFor(count);
        from.set(JAVA_LONG, 0, 0);
        try {
            exportLimbs(from, count, count <= CRITICAL_LIMBS);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        byte[] magnitude = new byte[Math.toIntExact(count * Long.BYTES)];
        for (int i = 0; i < count; i++) {
            BIG_ENDIAN.set(
                    magnitude,
                    magnitude.length - (i + 1) * Long.BYTES,
                    from.getAtIndex(JAVA_LONG, i));
        }
        return new BigInteger(1, magnitude);
    }

    private static long limbs(long bits) {
        return Math.max(1, Math.ceilDiv(bits, Long.SIZE));
    }

    /**
     * Sets this number to a b.
     *
     * @param a of the same library, as is b
     */
    final void setToProduct(LibraryInteger a, LibraryInteger b) {
        try {
            product(a.struct, b.struct, a.bitLength() + b.bitLength() <= CRITICAL_BITS);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Sets this number to a / b, rounded towards 0.
     *
     * @param a of the same library, as is b
     * @throws ArithmeticException if b is 0; the library would end the process
     */
    final void setToQuotient(LibraryInteger a, LibraryInteger b) {
        if (b.bitLength() == 1 && b.toBigInteger().signum() == 0) {
            throw new ArithmeticException("the divisor is 0");
        }
        try {
            quotient(a.struct, b.struct, a.bitLength() <= CRITICAL_BITS);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Sets this number to a^exponent modulo the modulus.
     *
     * @param a of the same library, as are the other operands
     * @throws ArithmeticException if the modulus is 0; the library would end the process
     */
    final void setToModularPower(
            LibraryInteger a, LibraryInteger exponent, LibraryInteger modulus) {
        if (modulus.bitLength() == 1 && modulus.toBigInteger().signum() == 0) {
            throw new ArithmeticException("the modulus is 0");
        }
        try {
            modularPower(a.struct, exponent.struct, modulus.struct);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Sets this number to a^exponent.
     *
     * @param a of the same library
     * @throws IllegalArgumentException if the result would not fit a BigInteger
     */
    final void setToPower(LibraryInteger a, long exponent) {
        if (exponent < 0 || exponent > Integer.MAX_VALUE / a.bitLength()) {
            throw new IllegalArgumentException("the exponent must be from 0 to "
                    + Integer.MAX_VALUE / a.bitLength() + ", but is " + exponent);
        }
        try {
            power(a.struct, exponent, a.bitLength() * exponent <= CRITICAL_BITS);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Sets this number to the square root of a, rounded down.
     *
     * @param a of the same library, and not negative
     */
    final void setToSquareRoot(LibraryInteger a) {
        try {
            squareRoot(a.struct, a.bitLength() <= CRITICAL_BITS);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Sets this number to n!.
     *
     * @throws IllegalArgumentException if the result would not fit a BigInteger
     */
    final void setToFactorial(long n) {
        if (n < 0 || n > BigIntegers.MAX_FACTORIAL) {
            throw new IllegalArgumentException(
                    "n must be from 0 to " + BigIntegers.MAX_FACTORIAL + ", but is " + n);
        }
        try {
            factorial(n, n <= CRITICAL_FACTORIAL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Sets this number to the greatest common divisor of a and b. No call is critical, because a
     * call takes microseconds even for short numbers.
     *
     * @param a of the same library, as is b
     */
    final void setToDivisor(LibraryInteger a, LibraryInteger b) {
        try {
            divisor(a.struct, b.struct);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Sets this number to the inverse of a modulo m.
     *
     * @param a of the same library, as is m
     * @throws ArithmeticException if there is none
     */
    final void setToInverse(LibraryInteger a, LibraryInteger m) {
        int found;
        try {
            found = inverse(a.struct, m.struct);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (found == 0) {
            throw new ArithmeticException("the number has no inverse");
        }
    }

    /** Changes the base of digits, which is 10 at first; {@return this} */
    final LibraryInteger inBase(int newBase) {
        base = newBase;
        return this;
    }

    /** Copies digits to memory, for {@link #setToDigits}. */
    final void takeIn(String digits) {
        textFor(digits.length() + 1L).setString(0, digits, StandardCharsets.US_ASCII);
    }

    /**
     * Sets this number to the digits of {@link #takeIn}.
     *
     * @param length their number
     */
    final void setToDigits(long length) {
        int status;
        try {
            status = readDigits(text, base, length * Math.log(base) / Math.log(2) <= CRITICAL_BITS);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (status != 0) {
            throw new NumberFormatException("the library does not accept these digits");
        }
    }

    /** Writes the digits to memory, for {@link #digits}; {@return their number, or one more} */
    final long writeDigits() {
        try {
            long length = sizeInBase(base);
            MemorySegment to = textFor(length + 2); // with a sign and a NUL
            MemorySegment same = writeDigits(to, base, bitLength() <= CRITICAL_BITS);
            assert same.address() == to.address() : "the library used other memory";
            return length;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@return the digits that were written last} */
    final String digits() {
        return text.getString(0, StandardCharsets.US_ASCII);
    }

    /** {@return the number of bits; 1 for 0} */
    final long bitLength() {
        try {
            return sizeInBase(2);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private MemorySegment limbsFor(long count) {
        if (limbs.byteSize() < count * Long.BYTES) {
            limbs = arena.allocate(JAVA_LONG, count);
        }
        return limbs;
    }

    private MemorySegment textFor(long characters) {
        if (text.byteSize() < characters) {
            text = arena.allocate(characters);
        }
        return text;
    }

    /**
     * Frees the limbs first, because closing the arena frees the struct that points to them. A
     * second call throws the exception of FFM.
     */
    @Override
    public final void close() {
        try {
            free();
        } catch (Throwable e) {
            throw unexpected(e);
        }
        arena.close();
    }

    /** {@return the library with this name, which the dynamic linker finds} */
    static Optional<SymbolLookup> load(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
    }
}
