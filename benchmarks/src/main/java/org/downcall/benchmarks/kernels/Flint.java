package org.downcall.benchmarks.kernels;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.downcall.benchmarks.run.UsageException;

/**
 * An integer of the FLINT library, an {@code fmpz}: the file that the property {@code
 * flint.library} names, or else the system's. FLINT chooses its transforms and its instruction set
 * when it is compiled, so its speed depends on the build. The property {@code flint.build}
 * describes the build in the results.
 */
final class Flint extends LibraryInteger {

    static final String LIBRARY_PROPERTY = "flint.library";
    static final String BUILD_PROPERTY = "flint.build";

    /** Version 2.9, the oldest one that was tried. */
    private static final int OLDEST_SONAME = 17;

    private static final int NEWEST_SONAME = 40;

    /** On macOS the dynamic linker does not search the directories of Homebrew. */
    private static final List<String> FILES = Stream.of(
                    Stream.of("libflint.so"),
                    IntStream.iterate(NEWEST_SONAME, n -> n >= OLDEST_SONAME, n -> n - 1)
                            .mapToObj(number -> "libflint.so." + number),
                    Stream.of(
                            "libflint.dylib",
                            "/opt/homebrew/lib/libflint.dylib",
                            "/usr/local/lib/libflint.dylib"))
            .flatMap(files -> files)
            .toList();

    /** An {@code slong}: the number itself, or a pointer to limbs. Zeros are the number 0. */
    private static final MemoryLayout FMPZ = JAVA_LONG.withName("fmpz");

    /** @param file its name, without a directory */
    record Library(String file, SymbolLookup symbols) {

        /**
         * @throws UsageException that names the property and its value, if the file is not a
         *     library
         */
        static Library of(String file) {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                throw new UsageException(LIBRARY_PROPERTY + "=" + file
                        + ": the file does not exist. Set it to the shared library of FLINT, for"
                        + " example /usr/local/lib/libflint.so.");
            }
            Library library;
            try {
                library = new Library(
                        path.getFileName().toString(),
                        SymbolLookup.libraryLookup(path.toAbsolutePath(), Arena.global()));
            } catch (IllegalArgumentException e) {
                throw new UsageException(
                        LIBRARY_PROPERTY + "=" + file + ": the file cannot be loaded, because it or"
                                + " a library that it needs is not a library of this system. Set it"
                                + " to the shared library of FLINT.",
                        e);
            }
            if (library.symbols().find("fmpz_mul").isEmpty()) {
                throw new UsageException(LIBRARY_PROPERTY + "=" + file + ": the library is not"
                        + " FLINT, because it has no function fmpz_mul. Set it to the shared"
                        + " library of FLINT.");
            }
            return library;
        }

        /** {@return the system's; empty if there is none} */
        static Optional<Library> ofSystem() {
            return FILES.stream()
                    .flatMap(name -> load(name).stream()
                            .map(symbols ->
                                    new Library(Path.of(name).getFileName().toString(), symbols)))
                    .findFirst();
        }
    }

    /** Throws the exception of an invalid property whenever the library is needed. */
    private static final Supplier<Optional<Library>> LIBRARY = find();

    private static Supplier<Optional<Library>> find() {
        try {
            Optional<Library> library =
                    property(LIBRARY_PROPERTY).map(Library::of).or(Library::ofSystem);
            return () -> library;
        } catch (UsageException e) {
            return () -> {
                throw e;
            };
        }
    }

    /** This is a separate class because {@link #absence} must work without the library. */
    private static final class Function {

        private static final Linker.Option CRITICAL = Linker.Option.critical(false);

        private static final FunctionDescriptor FIB_UI_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG);
        private static final FunctionDescriptor SET_UI_ARRAY_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG);
        private static final FunctionDescriptor GET_UI_ARRAY_DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, ADDRESS);
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

        static final MethodHandle SET_NUM_THREADS =
                link("flint_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
        static final MethodHandle CLEAR = link("fmpz_clear", FunctionDescriptor.ofVoid(ADDRESS));
        static final MethodHandle SIZE_IN_BASE = link(
                "fmpz_sizeinbase", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT), CRITICAL);
        static final MethodHandle FIB_UI = link("fmpz_fib_ui", FIB_UI_DESCRIPTOR);
        static final MethodHandle FIB_UI_CRITICAL =
                link("fmpz_fib_ui", FIB_UI_DESCRIPTOR, CRITICAL);
        static final MethodHandle SET_UI_ARRAY = link("fmpz_set_ui_array", SET_UI_ARRAY_DESCRIPTOR);
        static final MethodHandle SET_UI_ARRAY_CRITICAL =
                link("fmpz_set_ui_array", SET_UI_ARRAY_DESCRIPTOR, CRITICAL);
        static final MethodHandle GET_UI_ARRAY = link("fmpz_get_ui_array", GET_UI_ARRAY_DESCRIPTOR);
        static final MethodHandle GET_UI_ARRAY_CRITICAL =
                link("fmpz_get_ui_array", GET_UI_ARRAY_DESCRIPTOR, CRITICAL);
        static final MethodHandle FAC_UI = link("fmpz_fac_ui", FIB_UI_DESCRIPTOR);
        static final MethodHandle FAC_UI_CRITICAL =
                link("fmpz_fac_ui", FIB_UI_DESCRIPTOR, CRITICAL);
        static final MethodHandle MUL = link("fmpz_mul", MUL_DESCRIPTOR);
        static final MethodHandle MUL_CRITICAL = link("fmpz_mul", MUL_DESCRIPTOR, CRITICAL);
        static final MethodHandle TDIV_Q = link("fmpz_tdiv_q", MUL_DESCRIPTOR);
        static final MethodHandle TDIV_Q_CRITICAL = link("fmpz_tdiv_q", MUL_DESCRIPTOR, CRITICAL);
        static final MethodHandle GCD = link("fmpz_gcd", MUL_DESCRIPTOR);
        static final MethodHandle INVERT =
                link("fmpz_invmod", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        static final MethodHandle POWM =
                link("fmpz_powm", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        static final MethodHandle POW_UI = link("fmpz_pow_ui", POW_UI_DESCRIPTOR);
        static final MethodHandle POW_UI_CRITICAL =
                link("fmpz_pow_ui", POW_UI_DESCRIPTOR, CRITICAL);
        static final MethodHandle SQRT = link("fmpz_sqrt", SQRT_DESCRIPTOR);
        static final MethodHandle SQRT_CRITICAL = link("fmpz_sqrt", SQRT_DESCRIPTOR, CRITICAL);
        static final MethodHandle GET_STR = link("fmpz_get_str", GET_STR_DESCRIPTOR);
        static final MethodHandle GET_STR_CRITICAL =
                link("fmpz_get_str", GET_STR_DESCRIPTOR, CRITICAL);
        static final MethodHandle SET_STR = link("fmpz_set_str", SET_STR_DESCRIPTOR);
        static final MethodHandle SET_STR_CRITICAL =
                link("fmpz_set_str", SET_STR_DESCRIPTOR, CRITICAL);

        private static MethodHandle link(
                String name, FunctionDescriptor descriptor, Linker.Option... options) {
            MemorySegment address = LIBRARY.get()
                    .flatMap(library -> library.symbols().find(name))
                    .orElseThrow(() -> new UnsatisfiedLinkError("FLINT has no " + name));
            return Linker.nativeLinker().downcallHandle(address, descriptor, options);
        }
    }

    /** The number 0. FLINT uses one thread. */
    Flint(Arena arena) {
        super(arena, FMPZ);
        try {
            Function.SET_NUM_THREADS.invokeExact(1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static Optional<String> property(String name) {
        // Maven passes a property that was not given as an empty one.
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
    }

    /**
     * {@return why FLINT is unavailable; empty if it is available}
     *
     * @throws UsageException if the property names a file that is not FLINT
     */
    static Optional<String> absence() {
        // The descriptors above use JAVA_LONG for mp_limb_t and slong.
        if (ADDRESS.byteSize() != Long.BYTES) {
            return Optional.of("this binding of FLINT requires addresses of 64 bits");
        }
        return LIBRARY.get().isPresent()
                ? Optional.empty()
                : Optional.of("FLINT cannot be loaded: there is no libflint in the directories of"
                        + " the system, and flint.library is not set");
    }

    /**
     * {@return the version of FLINT, with the name of its file and, if it is given, the description
     * of its build; empty if FLINT is unavailable}
     *
     * @throws UsageException if the property names a file that is not FLINT
     */
    static Optional<String> version() {
        return LIBRARY.get().map(library -> {
            // An array of characters, and not a pointer to one.
            String version = library.symbols()
                    .find("flint_version")
                    .map(text -> text.reinterpret(Integer.MAX_VALUE).getString(0))
                    .orElse("unknown");
            return version + " (" + library.file()
                    + property(BUILD_PROPERTY).map(build -> ": " + build).orElse("") + ")";
        });
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
            Function.SET_UI_ARRAY_CRITICAL.invokeExact(struct(), limbs, count);
        } else {
            Function.SET_UI_ARRAY.invokeExact(struct(), limbs, count);
        }
    }

    @Override
    void exportLimbs(MemorySegment limbs, long count, boolean critical) throws Throwable {
        if (critical) {
            Function.GET_UI_ARRAY_CRITICAL.invokeExact(limbs, count, struct());
        } else {
            Function.GET_UI_ARRAY.invokeExact(limbs, count, struct());
        }
    }

    @Override
    void free() throws Throwable {
        Function.CLEAR.invokeExact(struct());
    }
}
