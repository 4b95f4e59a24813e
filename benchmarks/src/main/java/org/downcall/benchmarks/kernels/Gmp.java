package org.downcall.benchmarks.kernels;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
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

    private static final List<String> FILES = List.of("libgmp.so.10", "libgmp.10.dylib");
    private static final Optional<SymbolLookup> LIBRARY =
            FILES.stream().flatMap(file -> load(file).stream()).findFirst();

    /** {@code __mpz_struct}. Java leaves its fields to GMP's functions. */
    private static final MemoryLayout MPZ =
            structLayout(JAVA_INT.withName("_mp_alloc"), JAVA_INT.withName("_mp_size"), ADDRESS.withName("_mp_d"));

    /**
     * The names that gmp.h gives the functions behind its macros, such as mpz_init. None is critical: they allocate,
     * and the largest numbers take long. A class of its own, for {@link #absence} must work where there is no library.
     */
    private static final class Function {

        static final MethodHandle INIT = link("__gmpz_init", FunctionDescriptor.ofVoid(ADDRESS));
        static final MethodHandle CLEAR = link("__gmpz_clear", FunctionDescriptor.ofVoid(ADDRESS));
        static final MethodHandle FIB_UI = link("__gmpz_fib_ui", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
        static final MethodHandle SIZE_IN_BASE =
                link("__gmpz_sizeinbase", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT));
        static final MethodHandle EXPORT = link(
                "__gmpz_export",
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS));

        private static MethodHandle link(String name, FunctionDescriptor descriptor) {
            MemorySegment address = LIBRARY.flatMap(library -> library.find(name))
                    .orElseThrow(() -> new UnsatisfiedLinkError("GMP has no " + name));
            return Linker.nativeLinker().downcallHandle(address, descriptor);
        }
    }

    /** It owns the struct; the limbs are GMP's, and only GMP can free them. */
    private final Arena arena = Arena.ofConfined();

    private final MemorySegment mpz = arena.allocate(MPZ);

    private Gmp() {
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

    /** @throws IllegalArgumentException where GMP would not return: it ends the process when memory runs out */
    static Gmp fibonacci(long n) {
        if (n < 0 || n > Fibonacci.MAX_EXACT_INDEX) {
            throw new IllegalArgumentException("n must be from 0 to " + Fibonacci.MAX_EXACT_INDEX + ", but is " + n);
        }
        Gmp f = new Gmp();
        try {
            Function.FIB_UI.invokeExact(f.mpz, n);
            return f;
        } catch (Throwable e) {
            f.close();
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
        int mostSignificantFirst = 1;
        int bigEndian = 1;
        // Zeros, as an arena gives it: of 0, GMP writes no word. Aligned words are what GMP writes fastest.
        MemorySegment magnitude = arena.allocate(JAVA_LONG, words);
        try {
            MemorySegment written = (MemorySegment) Function.EXPORT.invokeExact(
                    magnitude, MemorySegment.NULL, mostSignificantFirst, (long) Long.BYTES, bigEndian, 0L, mpz);
            assert written.address() == magnitude.address() : "not where it was told to";
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return new BigInteger(1, magnitude.toArray(JAVA_BYTE));
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
