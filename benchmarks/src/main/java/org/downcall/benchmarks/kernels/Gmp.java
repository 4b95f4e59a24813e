package org.downcall.benchmarks.kernels;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.downcall.Fibonacci;

/**
 * An integer of GMP, the system's library, bound without a line of C: a function takes its name and
 * its descriptor, a struct its layout. As with every binding by hand, nothing checks them against
 * gmp.h but tests.
 */
final class Gmp implements AutoCloseable {

    /** On macOS the dynamic linker does not look where Homebrew installs, on ARM and on x86. */
    private static final List<String> FILES = List.of(
            "libgmp.so.10",
            "libgmp.10.dylib",
            "/opt/homebrew/lib/libgmp.10.dylib",
            "/usr/local/lib/libgmp.10.dylib");

    private static final Optional<SymbolLookup> LIBRARY =
            FILES.stream().flatMap(file -> load(file).stream()).findFirst();

    /** {@code __mpz_struct}. Java leaves its fields to GMP's functions. */
    private static final MemoryLayout MPZ = structLayout(
            JAVA_INT.withName("_mp_alloc"),
            JAVA_INT.withName("_mp_size"),
            ADDRESS.withName("_mp_d"));

    /**
     * Up to here it may be critical to compute F(n): the bound of
     * {@link org.downcall.internal.numbers.NativeFibonacci}.
     */
    private static final long CRITICAL_INDEX = 10_000;

    private static final int MOST_SIGNIFICANT_FIRST = 1;
    private static final int BIG_ENDIAN = 1;

    /** Up to here it may be critical to import or to export a number: it takes about 5 us. */
    private static final long CRITICAL_WORDS = 8_192;

    /**
     * Up to here it may be critical to multiply, to convert or to exponentiate: a result of so many
     * bits takes 10 us.
     */
    private static final long CRITICAL_BITS = 8_000;

    private static final int DECIMAL = 10;

    /**
     * The names that gmp.h gives the functions behind its macros, such as mpz_init. As with the C
     * of this project, what ends within some ten microseconds is critical. A class of its own, for
     * {@link #absence} must work where there is no library.
     */
    private static final class Function {

        private static final FunctionDescriptor FIB_UI_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG);
        private static final FunctionDescriptor EXPORT_DESCRIPTOR = FunctionDescriptor.of(
                ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);

        static final MethodHandle INIT = link("__gmpz_init", FunctionDescriptor.ofVoid(ADDRESS));
        static final MethodHandle CLEAR = link("__gmpz_clear", FunctionDescriptor.ofVoid(ADDRESS));
        static final MethodHandle FIB_UI = link("__gmpz_fib_ui", FIB_UI_DESCRIPTOR);
        static final MethodHandle FIB_UI_CRITICAL =
                link("__gmpz_fib_ui", FIB_UI_DESCRIPTOR, Linker.Option.critical(false));
        static final MethodHandle SIZE_IN_BASE = link(
                "__gmpz_sizeinbase",
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT),
                Linker.Option.critical(false));
        static final MethodHandle EXPORT = link("__gmpz_export", EXPORT_DESCRIPTOR);
        static final MethodHandle EXPORT_CRITICAL =
                link("__gmpz_export", EXPORT_DESCRIPTOR, Linker.Option.critical(true));

        private static final FunctionDescriptor IMPORT_DESCRIPTOR = FunctionDescriptor.ofVoid(
                ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
        static final MethodHandle IMPORT = link("__gmpz_import", IMPORT_DESCRIPTOR);
        static final MethodHandle IMPORT_CRITICAL =
                link("__gmpz_import", IMPORT_DESCRIPTOR, Linker.Option.critical(true));

        private static final FunctionDescriptor MUL_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle MUL = link("__gmpz_mul", MUL_DESCRIPTOR);
        static final MethodHandle MUL_CRITICAL =
                link("__gmpz_mul", MUL_DESCRIPTOR, Linker.Option.critical(false));

        private static final FunctionDescriptor POW_UI_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG);
        static final MethodHandle POW_UI = link("__gmpz_pow_ui", POW_UI_DESCRIPTOR);
        static final MethodHandle POW_UI_CRITICAL =
                link("__gmpz_pow_ui", POW_UI_DESCRIPTOR, Linker.Option.critical(false));

        private static final FunctionDescriptor GET_STR_DESCRIPTOR =
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
        static final MethodHandle GET_STR = link("__gmpz_get_str", GET_STR_DESCRIPTOR);
        static final MethodHandle GET_STR_CRITICAL =
                link("__gmpz_get_str", GET_STR_DESCRIPTOR, Linker.Option.critical(false));

        private static final FunctionDescriptor SET_STR_DESCRIPTOR =
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        static final MethodHandle SET_STR = link("__gmpz_set_str", SET_STR_DESCRIPTOR);
        static final MethodHandle SET_STR_CRITICAL =
                link("__gmpz_set_str", SET_STR_DESCRIPTOR, Linker.Option.critical(false));

        private static MethodHandle link(
                String name, FunctionDescriptor descriptor, Linker.Option... options) {
            MemorySegment address = LIBRARY.flatMap(library -> library.find(name))
                    .orElseThrow(() -> new UnsatisfiedLinkError("GMP has no " + name));
            return Linker.nativeLinker().downcallHandle(address, descriptor, options);
        }
    }

    /** It owns the struct; the limbs are GMP's, and only GMP can free them. */
    private final Arena arena;

    private final MemorySegment mpz;

    /**
     * Where the largest numbers are imported from and exported to; kept, as GMP keeps the limbs for
     * the next number.
     */
    private MemorySegment buffer = MemorySegment.NULL;

    /** Digits, for GMP to read or written by it; kept likewise. */
    private MemorySegment text = MemorySegment.NULL;

    /** The number 0. With an arena that cannot be closed, it lasts as long as the process. */
    Gmp(Arena arena) {
        this.arena = arena;
        mpz = arena.allocate(MPZ);
        try {
            Function.INIT.invokeExact(mpz);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@return why GMP cannot be called here; empty if it can} */
    static Optional<String> absence() {
        // The descriptors above say JAVA_LONG for unsigned long, which has 32 bits on Windows.
        if (Linker.nativeLinker().canonicalLayouts().get("long").byteSize() != Long.BYTES) {
            return Optional.of("GMP is bound for systems whose C has longs of 64 bits");
        }
        return LIBRARY.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "GMP cannot be loaded: there is no " + String.join(" and no ", FILES));
    }

    /** {@return GMP's version} Empty where it is absent. */
    static Optional<String> version() {
        return LIBRARY.flatMap(library -> library.find("__gmp_version"))
                .map(pointer -> pointer.reinterpret(ADDRESS.byteSize())
                        .get(ADDRESS, 0)
                        .reinterpret(Integer.MAX_VALUE)
                        .getString(0));
    }

    private static Optional<SymbolLookup> load(String file) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Becomes F(n).
     *
     * @throws IllegalArgumentException where GMP would not return: it ends the process when memory
     *     runs out
     */
    void setToFibonacci(long n) {
        if (n < 0 || n > Fibonacci.MAX_EXACT_INDEX) {
            throw new IllegalArgumentException(
                    "n must be from 0 to " + Fibonacci.MAX_EXACT_INDEX + ", but is " + n);
        }
        try {
            if (n <= CRITICAL_INDEX) {
                Function.FIB_UI_CRITICAL.invokeExact(mpz, n);
            } else {
                Function.FIB_UI.invokeExact(mpz, n);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Becomes a number that is not negative: GMP imports no sign. */
    void set(BigInteger a) {
        if (a.signum() < 0) {
            throw new IllegalArgumentException(
                    "the number must not be negative, but has " + a.bitLength() + " bits");
        }
        byte[] magnitude = a.toByteArray();
        int words = (a.bitLength() + Long.SIZE - 1) / Long.SIZE;
        // Aligned words are what GMP reads fastest. The first byte may hold nothing but the sign.
        byte[] padded = new byte[words * Long.BYTES];
        int length = Math.min(magnitude.length, padded.length);
        System.arraycopy(
                magnitude, magnitude.length - length, padded, padded.length - length, length);
        MemorySegment bytes = MemorySegment.ofArray(padded);
        try {
            if (words <= CRITICAL_WORDS) {
                Function.IMPORT_CRITICAL.invokeExact(
                        mpz,
                        (long) words,
                        MOST_SIGNIFICANT_FIRST,
                        (long) Long.BYTES,
                        BIG_ENDIAN,
                        0L,
                        bytes);
            } else {
                MemorySegment from = buffer(bytes.byteSize()).copyFrom(bytes);
                Function.IMPORT.invokeExact(
                        mpz,
                        (long) words,
                        MOST_SIGNIFICANT_FIRST,
                        (long) Long.BYTES,
                        BIG_ENDIAN,
                        0L,
                        from);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Becomes a b. */
    void setToProduct(Gmp a, Gmp b) {
        try {
            if (a.bitLength() + b.bitLength() <= CRITICAL_BITS) {
                Function.MUL_CRITICAL.invokeExact(mpz, a.mpz, b.mpz);
            } else {
                Function.MUL.invokeExact(mpz, a.mpz, b.mpz);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Becomes a^exponent.
     *
     * @throws IllegalArgumentException where it would not fit a BigInteger
     */
    void setToPower(Gmp a, long exponent) {
        if (exponent < 0 || exponent > Integer.MAX_VALUE / a.bitLength()) {
            throw new IllegalArgumentException("the exponent must be from 0 to "
                    + Integer.MAX_VALUE / a.bitLength() + ", but is " + exponent);
        }
        try {
            if (a.bitLength() * exponent <= CRITICAL_BITS) {
                Function.POW_UI_CRITICAL.invokeExact(mpz, a.mpz, exponent);
            } else {
                Function.POW_UI.invokeExact(mpz, a.mpz, exponent);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Takes digits in, where {@link #setToDigits} finds them. */
    void takeIn(String digits) {
        text(digits.length() + 1L).setString(0, digits, StandardCharsets.US_ASCII);
    }

    /**
     * Becomes what the digits say that were taken in.
     *
     * @param length how many there are
     */
    void setToDigits(long length) {
        try {
            int status = length * Math.log(DECIMAL) / Math.log(2) <= CRITICAL_BITS
                    ? (int) Function.SET_STR_CRITICAL.invokeExact(mpz, text, DECIMAL)
                    : (int) Function.SET_STR.invokeExact(mpz, text, DECIMAL);
            if (status != 0) {
                throw new NumberFormatException("GMP takes these digits for no number");
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Writes the digits where {@link #digits} finds them; {@return how many there are, or one more}
     */
    long writeDigits() {
        try {
            long length = (long) Function.SIZE_IN_BASE.invokeExact(mpz, DECIMAL);
            MemorySegment to = text(length + 2); // a sign, and the zero at the end
            MemorySegment same = bitLength() <= CRITICAL_BITS
                    ? (MemorySegment) Function.GET_STR_CRITICAL.invokeExact(to, DECIMAL, mpz)
                    : (MemorySegment) Function.GET_STR.invokeExact(to, DECIMAL, mpz);
            assert same.address() == to.address() : "not where it was told to";
            return length;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** What was written last. */
    String digits() {
        return text.getString(0, StandardCharsets.US_ASCII);
    }

    private MemorySegment buffer(long bytes) {
        if (buffer.byteSize() < bytes) {
            buffer = arena.allocate(bytes, Long.BYTES);
        }
        return buffer;
    }

    private MemorySegment text(long characters) {
        if (text.byteSize() < characters) {
            text = arena.allocate(characters);
        }
        return text;
    }

    /** 1 for 0. */
    long bitLength() {
        try {
            return (long) Function.SIZE_IN_BASE.invokeExact(mpz, 2);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The magnitude: GMP exports no sign. */
    BigInteger toBigInteger() {
        long words = (bitLength() + Long.SIZE - 1) / Long.SIZE;
        // Zeros: of 0, GMP writes no word. Aligned words are what GMP writes fastest.
        byte[] magnitude = new byte[Math.toIntExact(words * Long.BYTES)];
        MemorySegment bytes = MemorySegment.ofArray(magnitude);
        try {
            if (words <= CRITICAL_WORDS) {
                MemorySegment same = (MemorySegment) Function.EXPORT_CRITICAL.invokeExact(
                        bytes,
                        MemorySegment.NULL,
                        MOST_SIGNIFICANT_FIRST,
                        (long) Long.BYTES,
                        BIG_ENDIAN,
                        0L,
                        mpz);
            } else {
                MemorySegment to = buffer(bytes.byteSize());
                MemorySegment same = (MemorySegment) Function.EXPORT.invokeExact(
                        to,
                        MemorySegment.NULL,
                        MOST_SIGNIFICANT_FIRST,
                        (long) Long.BYTES,
                        BIG_ENDIAN,
                        0L,
                        mpz);
                assert same.address() == to.address() : "not where it was told to";
                bytes.copyFrom(to.asSlice(0, bytes.byteSize()));
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return new BigInteger(1, magnitude);
    }

    /**
     * The limbs first: closing the arena frees the struct that leads to them. FFM refuses a second
     * time.
     */
    @Override
    public void close() {
        try {
            Function.CLEAR.invokeExact(mpz);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        arena.close();
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
    }
}
