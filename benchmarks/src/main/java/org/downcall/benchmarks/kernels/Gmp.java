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
import java.util.List;
import java.util.Optional;
import org.downcall.Fibonacci;

/**
 * An integer of GMP, the system's library, bound without a line of C: a function takes its name and its descriptor, a
 * struct its layout. As with every binding by hand, nothing checks them against gmp.h but tests.
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
    private static final MemoryLayout MPZ =
            structLayout(JAVA_INT.withName("_mp_alloc"), JAVA_INT.withName("_mp_size"), ADDRESS.withName("_mp_d"));

    /** Up to here it may be critical to compute F(n): the bound of {@link org.downcall.internal.NativeFibonacci}. */
    private static final long CRITICAL_INDEX = 10_000;

    private static final int MOST_SIGNIFICANT_FIRST = 1;
    private static final int BIG_ENDIAN = 1;

    /** Up to here it may be critical to export a number: it takes about 5 us. */
    private static final long CRITICAL_WORDS = 8_192;

    /**
     * The names that gmp.h gives the functions behind its macros, such as mpz_init. As with the C of this project, what
     * ends within some ten microseconds is critical. A class of its own, for {@link #absence} must work where there is
     * no library.
     */
    private static final class Function {

        private static final FunctionDescriptor FIB_UI_DESCRIPTOR = FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG);
        private static final FunctionDescriptor EXPORT_DESCRIPTOR =
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);

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

        private static MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... options) {
            MemorySegment address = LIBRARY.flatMap(library -> library.find(name))
                    .orElseThrow(() -> new UnsatisfiedLinkError("GMP has no " + name));
            return Linker.nativeLinker().downcallHandle(address, descriptor, options);
        }
    }

    /** It owns the struct; the limbs are GMP's, and only GMP can free them. */
    private final Arena arena;

    private final MemorySegment mpz;

    /** Where the largest numbers are exported to; kept, as GMP keeps the limbs for the next number. */
    private MemorySegment buffer = MemorySegment.NULL;

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
                : Optional.of("GMP cannot be loaded: there is no " + String.join(" and no ", FILES));
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
     * @throws IllegalArgumentException where GMP would not return: it ends the process when memory runs out
     */
    void setToFibonacci(long n) {
        if (n < 0 || n > Fibonacci.MAX_EXACT_INDEX) {
            throw new IllegalArgumentException("n must be from 0 to " + Fibonacci.MAX_EXACT_INDEX + ", but is " + n);
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
                        bytes, MemorySegment.NULL, MOST_SIGNIFICANT_FIRST, (long) Long.BYTES, BIG_ENDIAN, 0L, mpz);
            } else {
                if (buffer.byteSize() < bytes.byteSize()) {
                    buffer = arena.allocate(JAVA_LONG, words);
                }
                MemorySegment same = (MemorySegment) Function.EXPORT.invokeExact(
                        buffer, MemorySegment.NULL, MOST_SIGNIFICANT_FIRST, (long) Long.BYTES, BIG_ENDIAN, 0L, mpz);
                assert same.address() == buffer.address() : "not where it was told to";
                bytes.copyFrom(buffer.asSlice(0, bytes.byteSize()));
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return new BigInteger(1, magnitude);
    }

    /** The limbs first: closing the arena frees the struct that leads to them. FFM refuses a second time. */
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
