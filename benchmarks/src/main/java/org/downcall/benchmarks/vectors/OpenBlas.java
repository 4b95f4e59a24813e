package org.downcall.benchmarks.vectors;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/** The product of matrices in the system's OpenBLAS, on one thread. */
public final class OpenBlas {

    /** On macOS the dynamic linker does not search the directories of Homebrew. */
    private static final List<String> FILES = List.of(
            "libopenblas.so.0",
            "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
            "/usr/local/opt/openblas/lib/libopenblas.dylib");

    private static final Optional<SymbolLookup> LIBRARY =
            FILES.stream().flatMap(file -> load(file).stream()).findFirst();

    // From cblas.h.
    private static final int ROW_MAJOR = 101;
    private static final int NOT_TRANSPOSED = 111;
    private static final int TRANSPOSED = 112;

    /** This is a separate class because {@link #absence} must work without the library. */
    private static final class Function {

        static final MethodHandle SET_NUM_THREADS =
                link("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));

        static final MethodHandle SGEMM = link(
                "cblas_sgemm",
                FunctionDescriptor.ofVoid(
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT,
                        ADDRESS,
                        JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_INT));

        private static MethodHandle link(String name, FunctionDescriptor descriptor) {
            return Linker.nativeLinker()
                    .downcallHandle(LIBRARY.orElseThrow().find(name).orElseThrow(), descriptor);
        }
    }

    private static Optional<SymbolLookup> load(String file) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@return why it is unavailable; empty if it is available} */
    static Optional<String> absence() {
        return LIBRARY.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "OpenBLAS cannot be loaded: there is no " + String.join(" and no ", FILES));
    }

    /** {@return its version and its variant; empty if it is unavailable} */
    public static Optional<String> version() {
        return LIBRARY.flatMap(library -> library.find("openblas_get_config")).map(address -> {
            try {
                MethodHandle config = Linker.nativeLinker()
                        .downcallHandle(address, FunctionDescriptor.of(ADDRESS));
                MemorySegment text = (MemorySegment) config.invokeExact();
                return text.reinterpret(Integer.MAX_VALUE).getString(0);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
    }

    static void useOneThread() {
        try {
            Function.SET_NUM_THREADS.invokeExact(1);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Computes the dot product of each row of {@code a} with each row of {@code b}.
     *
     * @param a native, aRows times n
     * @param b native, bRows times n
     * @param products native, aRows times bRows
     */
    static void multiply(
            MemorySegment a, int aRows, MemorySegment b, int bRows, int n, MemorySegment products) {
        try {
            Function.SGEMM.invokeExact(
                    ROW_MAJOR,
                    NOT_TRANSPOSED,
                    TRANSPOSED,
                    aRows,
                    bRows,
                    n,
                    1f,
                    a,
                    n,
                    b,
                    n,
                    0f,
                    products,
                    bRows);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private OpenBlas() {}
}
