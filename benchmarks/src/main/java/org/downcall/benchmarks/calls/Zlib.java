package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The system's zlib, bound by hand. */
final class Zlib {

    /** The names on Linux and on macOS. */
    private static final List<String> FILES = List.of("libz.so.1", "/usr/lib/libz.1.dylib");

    private static final Optional<SymbolLookup> LIBRARY =
            FILES.stream().flatMap(Zlib::load).findFirst();

    private static Stream<SymbolLookup> load(String file) {
        try {
            return Stream.of(SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    /** {@return why zlib is unavailable; empty if it is available} */
    static Optional<String> absence() {
        // The descriptor below uses JAVA_LONG for unsigned long, which has 32 bits on Windows.
        if (Linker.nativeLinker().canonicalLayouts().get("long").byteSize() != Long.BYTES) {
            return Optional.of("this binding of zlib requires a C long of 64 bits");
        }
        return LIBRARY.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "zlib cannot be loaded: there is no " + String.join(" and no ", FILES));
    }

    /** {@code uLong crc32(uLong crc, const Bytef *buf, uInt len)} */
    static MethodHandle crc32(Linker.Option... options) {
        return Linker.nativeLinker()
                .downcallHandle(
                        LIBRARY.flatMap(library -> library.find("crc32"))
                                .orElseThrow(() -> new UnsatisfiedLinkError("zlib has no crc32")),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT),
                        options);
    }

    private Zlib() {}
}
