package org.downcall.benchmarks.calls;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The library that is made of the C files of the benchmarks: the system property
 * {@code bench.library} names it.
 */
public final class BenchLibrary {

    private static final String PROPERTY = "bench.library";

    /** Whether there is one: a build with {@code -Dnative.skip=true} has none. */
    public static boolean present() {
        String file = System.getProperty(PROPERTY, "");
        return !file.isEmpty() && Files.isRegularFile(Path.of(file));
    }

    /**
     * Loads it where JNI and {@link SymbolLookup#loaderLookup} both look. Again and again if need
     * be.
     *
     * @throws UnsatisfiedLinkError if it is not there
     */
    public static void load() {
        System.load(path().toString()); // the JVM loads a file once, however often it is asked to
    }

    /** @throws UnsatisfiedLinkError if it is not there */
    public static Path path() {
        if (!present()) {
            throw new UnsatisfiedLinkError("no library of the benchmarks: -D" + PROPERTY + "="
                    + System.getProperty(PROPERTY, "")
                    + " must name the file that the native build made");
        }
        return Path.of(System.getProperty(PROPERTY)).toAbsolutePath();
    }

    /** @throws UnsatisfiedLinkError if the library is not there or has no such function */
    public static MemorySegment address(String symbol) {
        load();
        return SymbolLookup.loaderLookup()
                .find(symbol)
                .orElseThrow(() -> new UnsatisfiedLinkError(path() + " has no " + symbol));
    }

    private BenchLibrary() {}
}
