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
import java.util.List;
import java.util.Optional;

/**
 * An integer of the system's GMP library. The binding is written by hand, without C: a function
 * needs its name and its descriptor, a struct its layout. Only tests check them against gmp.h.
 */
final class Gmp extends LibraryInteger {

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

    private static final int LEAST_SIGNIFICANT_FIRST = -1;
    private static final int NATIVE_ENDIAN = 0;
    private static final long NO_NAILS = 0;

    /**
     * The functions behind the macros of gmp.h, such as mpz_init. This is a separate class because
     * {@link #absence} must work without the library.
     */
    private static final class Function {

        private static final Linker.Option CRITICAL = Linker.Option.critical(false);

        private static final FunctionDescriptor FIB_UI_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG);
        private static final FunctionDescriptor IMPORT_DESCRIPTOR = FunctionDescriptor.ofVoid(
                ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
        private static final FunctionDescriptor EXPORT_DESCRIPTOR = FunctionDescriptor.of(
                ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
        private static final FunctionDescriptor MUL_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS);
        private static final FunctionDescriptor POW_UI_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG);
        private static final FunctionDescriptor SQRT_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
        private static final FunctionDescriptor GET_STR_DESCRIPTOR =
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
        private static final FunctionDescriptor SET_STR_DESCRIPTOR =
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

        static final MethodHandle INIT = link("__gmpz_init", FunctionDescriptor.ofVoid(ADDRESS));
        static final MethodHandle CLEAR = link("__gmpz_clear", FunctionDescriptor.ofVoid(ADDRESS));
        static final MethodHandle SIZE_IN_BASE = link(
                "__gmpz_sizeinbase", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT), CRITICAL);
        static final MethodHandle FIB_UI = link("__gmpz_fib_ui", FIB_UI_DESCRIPTOR);
        static final MethodHandle FIB_UI_CRITICAL =
                link("__gmpz_fib_ui", FIB_UI_DESCRIPTOR, CRITICAL);
        static final MethodHandle IMPORT = link("__gmpz_import", IMPORT_DESCRIPTOR);
        static final MethodHandle IMPORT_CRITICAL =
                link("__gmpz_import", IMPORT_DESCRIPTOR, CRITICAL);
        static final MethodHandle EXPORT = link("__gmpz_export", EXPORT_DESCRIPTOR);
        static final MethodHandle EXPORT_CRITICAL =
                link("__gmpz_export", EXPORT_DESCRIPTOR, CRITICAL);
        static final MethodHandle FAC_UI = link("__gmpz_fac_ui", FIB_UI_DESCRIPTOR);
        static final MethodHandle FAC_UI_CRITICAL =
                link("__gmpz_fac_ui", FIB_UI_DESCRIPTOR, CRITICAL);
        static final MethodHandle MUL = link("__gmpz_mul", MUL_DESCRIPTOR);
        static final MethodHandle MUL_CRITICAL = link("__gmpz_mul", MUL_DESCRIPTOR, CRITICAL);
        static final MethodHandle TDIV_Q = link("__gmpz_tdiv_q", MUL_DESCRIPTOR);
        static final MethodHandle TDIV_Q_CRITICAL = link("__gmpz_tdiv_q", MUL_DESCRIPTOR, CRITICAL);
        static final MethodHandle GCD = link("__gmpz_gcd", MUL_DESCRIPTOR);
        static final MethodHandle INVERT =
                link("__gmpz_invert", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        static final MethodHandle POWM =
                link("__gmpz_powm", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        static final MethodHandle POW_UI = link("__gmpz_pow_ui", POW_UI_DESCRIPTOR);
        static final MethodHandle POW_UI_CRITICAL =
                link("__gmpz_pow_ui", POW_UI_DESCRIPTOR, CRITICAL);
        static final MethodHandle SQRT = link("__gmpz_sqrt", SQRT_DESCRIPTOR);
        static final MethodHandle SQRT_CRITICAL = link("__gmpz_sqrt", SQRT_DESCRIPTOR, CRITICAL);
        static final MethodHandle GET_STR = link("__gmpz_get_str", GET_STR_DESCRIPTOR);
        static final MethodHandle GET_STR_CRITICAL =
                link("__gmpz_get_str", GET_STR_DESCRIPTOR, CRITICAL);
        static final MethodHandle SET_STR = link("__gmpz_set_str", SET_STR_DESCRIPTOR);
        static final MethodHandle SET_STR_CRITICAL =
                link("__gmpz_set_str", SET_STR_DESCRIPTOR, CRITICAL);

        private static MethodHandle link(
                String name, FunctionDescriptor descriptor, Linker.Option... options) {
            MemorySegment address = LIBRARY.flatMap(library -> library.find(name))
                    .orElseThrow(() -> new UnsatisfiedLinkError("GMP has no " + name));
            return Linker.nativeLinker().downcallHandle(address, descriptor, options);
        }
    }

    /** The number 0. */
    Gmp(Arena arena) {
        super(arena, MPZ);
        try {
            Function.INIT.invokeExact(struct());
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

    @Override
    void fibonacci(long n, boolean critical) throws Throwable {
        if (critical) {
            Function.FIB_UI_CRITICAL.invokeExact(struct(), n);
        } else {
            Function.FIB_UI.invokeExact(struct(), n);
        }
    }

    @Override
    void product(MemorySegment a, MemorySegment b, boolean critical) throws Throwable {
        if (critical) {
            Function.MUL_CRITICAL.invokeExact(struct(), a, b);
        } else {
            Function.MUL.invokeExact(struct(), a, b);
        }
    }

    @Override
    void quotient(MemorySegment a, MemorySegment b, boolean critical) throws Throwable {
        if (critical) {
            Function.TDIV_Q_CRITICAL.invokeExact(struct(), a, b);
        } else {
            Function.TDIV_Q.invokeExact(struct(), a, b);
        }
    }

    @Override
    void modularPower(MemorySegment a, MemorySegment exponent, MemorySegment modulus)
            throws Throwable {
        Function.POWM.invokeExact(struct(), a, exponent, modulus);
    }

    @Override
    void power(MemorySegment a, long exponent, boolean critical) throws Throwable {
        if (critical) {
            Function.POW_UI_CRITICAL.invokeExact(struct(), a, exponent);
        } else {
            Function.POW_UI.invokeExact(struct(), a, exponent);
        }
    }

    @Override
    void squareRoot(MemorySegment a, boolean critical) throws Throwable {
        if (critical) {
            Function.SQRT_CRITICAL.invokeExact(struct(), a);
        } else {
            Function.SQRT.invokeExact(struct(), a);
        }
    }

    @Override
    void divisor(MemorySegment a, MemorySegment b) throws Throwable {
        Function.GCD.invokeExact(struct(), a, b);
    }

    @Override
    int inverse(MemorySegment a, MemorySegment m) throws Throwable {
        return (int) Function.INVERT.invokeExact(struct(), a, m);
    }

    @Override
    void factorial(long n, boolean critical) throws Throwable {
        if (critical) {
            Function.FAC_UI_CRITICAL.invokeExact(struct(), n);
        } else {
            Function.FAC_UI.invokeExact(struct(), n);
        }
    }

    @Override
    int readDigits(MemorySegment text, int base, boolean critical) throws Throwable {
        return critical
                ? (int) Function.SET_STR_CRITICAL.invokeExact(struct(), text, base)
                : (int) Function.SET_STR.invokeExact(struct(), text, base);
    }

    @Override
    MemorySegment writeDigits(MemorySegment text, int base, boolean critical) throws Throwable {
        return critical
                ? (MemorySegment) Function.GET_STR_CRITICAL.invokeExact(text, base, struct())
                : (MemorySegment) Function.GET_STR.invokeExact(text, base, struct());
    }

    @Override
    long sizeInBase(int base) throws Throwable {
        return (long) Function.SIZE_IN_BASE.invokeExact(struct(), base);
    }

    @Override
    void importLimbs(MemorySegment limbs, long count, boolean critical) throws Throwable {
        if (critical) {
            Function.IMPORT_CRITICAL.invokeExact(
                    struct(),
                    count,
                    LEAST_SIGNIFICANT_FIRST,
                    (long) Long.BYTES,
                    NATIVE_ENDIAN,
                    NO_NAILS,
                    limbs);
        } else {
            Function.IMPORT.invokeExact(
                    struct(),
                    count,
                    LEAST_SIGNIFICANT_FIRST,
                    (long) Long.BYTES,
                    NATIVE_ENDIAN,
                    NO_NAILS,
                    limbs);
        }
    }

    @Override
    void exportLimbs(MemorySegment limbs, long count, boolean critical) throws Throwable {
        MemorySegment same = critical
                ? (MemorySegment) Function.EXPORT_CRITICAL.invokeExact(
                        limbs,
                        MemorySegment.NULL,
                        LEAST_SIGNIFICANT_FIRST,
                        (long) Long.BYTES,
                        NATIVE_ENDIAN,
                        NO_NAILS,
                        struct())
                : (MemorySegment) Function.EXPORT.invokeExact(
                        limbs,
                        MemorySegment.NULL,
                        LEAST_SIGNIFICANT_FIRST,
                        (long) Long.BYTES,
                        NATIVE_ENDIAN,
                        NO_NAILS,
                        struct());
        assert same.address() == limbs.address() : "GMP used other memory";
    }

    @Override
    void free() throws Throwable {
        Function.CLEAR.invokeExact(struct());
    }
}
