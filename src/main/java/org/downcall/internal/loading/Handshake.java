package org.downcall.internal.loading;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Verifies, before any other function of a library is called, that it belongs to this release and
 * was compiled from the header that the bindings were generated from. Its handle is linked here,
 * because the library may not be loaded yet and the bindings could not find it.
 *
 * <p>All three functions are called as functions that take four longs and return a {@code long}. On
 * every 64-bit platform, a function returns an int in the lower half of the register in which it
 * returns a long or a pointer, and ignores registers for arguments that it does not have. One
 * handle, to which each call passes the address of the function, therefore suffices. Each further
 * kind of handle would take milliseconds to link, and the program may need this one for other
 * functions.
 */
final class Handshake {

    private static final int MAX_VERSION_LENGTH = 64;

    private final LibrarySpec spec;
    private final String description;
    private SymbolLookup library;
    private MethodHandle function;

    /**
     * Does not use the FFM API.
     *
     * @param description what messages call the library, at the beginning of a sentence
     */
    Handshake(LibrarySpec spec, String description) {
        this.spec = spec;
        this.description = description;
    }

    /** @throws UnsatisfiedLinkError if the library must not be used */
    void verify(SymbolLookup loaded) {
        library = loaded;
        function = Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(
                        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        LibraryIdentity expected = spec.identity();
        int requiredAbi = expected.abiVersion();
        int abi = (int) call("abi_version");
        if (abi != requiredAbi) {
            throw rejected("It has ABI version " + abi + ", but " + release()
                    + " requires ABI version " + requiredAbi + ".");
        }
        long hash = call("header_hash");
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
        long address = call("version");
        if (address == 0) {
            return "unknown";
        }
        // Unlike MemorySegment.getString, copying bytes initializes no class of java.lang.invoke.
        // They are copied one by one, because the memory after the text may not be readable.
        MemorySegment text = MemorySegment.ofAddress(address).reinterpret(MAX_VERSION_LENGTH);
        byte[] copy = new byte[MAX_VERSION_LENGTH];
        for (int length = 0; length < MAX_VERSION_LENGTH; length++) {
            MemorySegment.copy(text, length, MemorySegment.ofArray(copy), length, 1);
            if (copy[length] == 0) {
                return new String(copy, 0, length, UTF_8);
            }
        }
        return "unknown";
    }

    private long call(String suffix) {
        String name = spec.identity().functionPrefix() + suffix;
        Optional<MemorySegment> address = library.find(name);
        if (address.isEmpty()) {
            throw rejected("It is not lib" + spec.name() + ": it has no function " + name + ".");
        }
        try {
            return (long) function.invokeExact(address.get(), 0L, 0L, 0L, 0L);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("invokeExact threw a checked exception", e);
        }
    }
}
