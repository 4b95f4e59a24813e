package org.downcall.internal.loading;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.HexFormat;

/**
 * Verifies, before any other function of a library is called, that it belongs to this release and
 * was compiled from the header that the bindings were generated from. Its handles are linked here
 * and used once, because the library may not be loaded yet and the bindings could not find it.
 */
final class Handshake {

    private static final long MAX_VERSION_LENGTH = 64;

    private final LibrarySpec spec;
    private final SymbolLookup library;
    private final String description;

    private Handshake(LibrarySpec spec, SymbolLookup library, String description) {
        this.spec = spec;
        this.library = library;
        this.description = description;
    }

    /**
     * Verifies a library.
     *
     * @param description what messages call the library, at the beginning of a sentence
     * @throws UnsatisfiedLinkError if the library must not be used
     */
    static void verify(LibrarySpec spec, SymbolLookup library, String description) {
        new Handshake(spec, library, description).verify();
    }

    private void verify() {
        LibraryIdentity expected = spec.identity();
        int abi = (int) call("abi_version", FunctionDescriptor.of(JAVA_INT));
        if (abi != expected.abiVersion()) {
            throw rejected("It has ABI version " + abi + ", but " + release()
                    + " requires ABI version " + expected.abiVersion() + ".");
        }
        long hash = (long) call("header_hash", FunctionDescriptor.of(JAVA_LONG));
        if (hash != expected.headerHash()) {
            throw rejected("It is version " + version() + " with header hash "
                    + HexFormat.of().toHexDigits(hash) + ", but " + release()
                    + " requires header hash "
                    + HexFormat.of().toHexDigits(expected.headerHash()) + ".");
        }
        // A release may change the code without changing the header.
        String version = version();
        if (!version.equals(expected.version())) {
            throw rejected("It is version " + version + ", but " + release() + " requires version "
                    + expected.version() + ".");
        }
    }

    private String release() {
        return spec.name() + " " + spec.identity().version();
    }

    private UnsatisfiedLinkError rejected(String reason) {
        return new UnsatisfiedLinkError(description + " was rejected. " + reason
                + " Use a library and classes of the same release, such as those in one "
                + spec.name() + " jar.");
    }

    /** {@return a copy of the version, which remains valid when the library is unloaded} */
    private String version() {
        // The length is bounded and NULL is handled, because an unknown library may return
        // anything.
        FunctionDescriptor descriptor = FunctionDescriptor.of(ADDRESS.withTargetLayout(
                MemoryLayout.sequenceLayout(MAX_VERSION_LENGTH, JAVA_BYTE)));
        MemorySegment version = (MemorySegment) call("version", descriptor);
        try {
            return version.address() == 0 ? "unknown" : version.getString(0);
        } catch (IndexOutOfBoundsException e) {
            return "unknown";
        }
    }

    private Object call(String suffix, FunctionDescriptor descriptor) {
        String function = spec.identity().functionPrefix() + suffix;
        MemorySegment address = library.find(function)
                .orElseThrow(() -> rejected(
                        "It is not lib" + spec.name() + ": it has no function " + function + "."));
        try {
            return Linker.nativeLinker().downcallHandle(address, descriptor).invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("invoke threw a checked exception", e);
        }
    }
}
