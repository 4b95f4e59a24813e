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
 * An integer of the system's GMP library. The binding is written by hand, without C: a function
 * needs its name and its descriptor, a struct its layout. Only tests check them against gmp.h.
 */
final class Gmp implements AutoCloseable {

    /** On macOS the dynamic linker does not search the directories of Homebrew. */
    private static final List<String> FILES = List.of(
            "libgmp.so.10",
            "libgmp.10.dylib",
            "/opt/homebrew/lib/libgmp.10.dylib",
            "/usr/local/lib/libgmp.10.dylib");

    private static final Optional<SymbolLookup> LIBRARY =
            FILES.stream().flatMap(file -> load(file).stream()).findFirst();

    /** {@code __mpz_struct}. Only GMP accesses its fields. */
    private static final MemoryLayout MPZ = structLayout(
            JAVA_INT.withName("_mp_alloc"),
            JAVA_INT.withName("_mp_size"),
            ADDRESS.withName("_mp_d"));

    /**
     * Up to this index, F(n) is computed by a critical call: the bound of the C kernel.
     */
    private static final long CRITICAL_INDEX = 10_000;

    private static final int MOST_SIGNIFICANT_FIRST = 1;
    private static final int BIG_ENDIAN = 1;

    /** Up to this length, import and export are critical calls: it takes about 5 us. */
    private static final long CRITICAL_WORDS = 8_192;

    /**
     * Up to this length of the result, products, conversions and powers are critical calls: it
     * takes about 10 us.
     */
    private static final long CRITICAL_BITS = 8_000;

    private static final int DECIMAL = 10;

    /**
     * The functions behind the macros of gmp.h, such as mpz_init. Calls that end within about ten
     * microseconds are critical, as for the C of this project. This is a separate class because
     * {@link #absence} must work without the library.
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

    /** Owns the struct. The limbs belong to GMP, and only GMP can free them. */
    private final Arena arena;

    private final MemorySegment mpz;

    /**
     * The source and destination of large imports and exports. It is reused, as GMP reuses the
     * limbs for the next number.
     */
    private MemorySegment buffer = MemorySegment.NULL;

    /** Digits that GMP reads or writes; reused, too. */
    private MemorySegment text = MemorySegment.NULL;

    /** The number 0. It lives as long as the process if the arena cannot be closed. */
    Gmp(Arena arena) {
        this.arena = arena;
        mpz = arena.allocate(MPZ);
        try {
            Function.INIT.invokeExact(mpz);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@return why GMP is unavailable; empty if it is available} */
    static Optional<String> absence() {
        // The descriptors above use JAVA_LONG for unsigned long, which has 32 bits on Windows.
        if (Linker.nativeLinker().canonicalLayouts().get("long").byteSize() != Long.BYTES) {
            return Optional.of("this binding of GMP requires a C long of 64 bits");
        }
        return LIBRARY.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "GMP cannot be loaded: there is no " + String.join(" and no ", FILES));
    }

    /** {@return the version of GMP; empty if it is unavailable} */
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
     * Sets this number to F(n).
     *
     * @throws IllegalArgumentException if n is out of range; GMP would end the process for lack of
     *     memory
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

    /** Sets this number to one that is not negative, because GMP imports no sign. */
    void set(BigInteger a) {
        if (a.signum() < 0) {
            throw new IllegalArgumentException(
                    "the number must not be negative, but has " + a.bitLength() + " bits");
        }
        byte[] magnitude = a.toByteArray();
        int words = (a.bitLength() + Long.SIZE - 1) / Long.SIZE;
        // GMP reads aligned words fastest. The first byte may contain only the sign.
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

    /** Sets this number to a b. */
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
     * Sets this number to a^exponent.
     *
     * @throws IllegalArgumentException if the result would not fit a BigInteger
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

    /** Copies digits to memory, for {@link #setToDigits}. */
    void takeIn(String digits) {
        text(digits.length() + 1L).setString(0, digits, StandardCharsets.US_ASCII);
    }

    /**
     * Sets this number to the digits of {@link #takeIn}.
     *
     * @param length their number
     */
    void setToDigits(long length) {
        try {
            int status = length * Math.log(DECIMAL) / Math.log(2) <= CRITICAL_BITS
                    ? (int) Function.SET_STR_CRITICAL.invokeExact(mpz, text, DECIMAL)
                    : (int) Function.SET_STR.invokeExact(mpz, text, DECIMAL);
            if (status != 0) {
                throw new NumberFormatException("GMP does not accept these digits");
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Writes the digits to memory, for {@link #digits}; {@return their number, or one more}
     */
    long writeDigits() {
        try {
            long length = (long) Function.SIZE_IN_BASE.invokeExact(mpz, DECIMAL);
            MemorySegment to = text(length + 2); // with a sign and a NUL
            MemorySegment same = bitLength() <= CRITICAL_BITS
                    ? (MemorySegment) Function.GET_STR_CRITICAL.invokeExact(to, DECIMAL, mpz)
                    : (MemorySegment) Function.GET_STR.invokeExact(to, DECIMAL, mpz);
            assert same.address() == to.address() : "GMP used other memory";
            return length;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@return the digits that were written last} */
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

    /** {@return the number of bits; 1 for 0} */
    long bitLength() {
        try {
            return (long) Function.SIZE_IN_BASE.invokeExact(mpz, 2);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@return the magnitude} GMP exports no sign. */
    BigInteger toBigInteger() {
        long words = (bitLength() + Long.SIZE - 1) / Long.SIZE;
        // For 0 GMP writes no word, so the array must be zero. GMP writes aligned words fastest.
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
                assert same.address() == to.address() : "GMP used other memory";
                bytes.copyFrom(to.asSlice(0, bytes.byteSize()));
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return new BigInteger(1, magnitude);
    }

    /**
     * Frees the limbs first, because closing the arena frees the struct that points to them. A
     * second call throws the exception of FFM.
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
