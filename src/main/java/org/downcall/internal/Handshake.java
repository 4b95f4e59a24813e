package org.downcall.internal;

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
import org.downcall.internal.bindings.HeaderHash;
import org.downcall.internal.bindings.downcall_h;

/**
 * Asks a library, before anything else is called in it, whether it is of this release and was built
 * from the header that the bindings were generated from. It links by hand: the generated handles
 * find symbols only in libraries that are loaded for good.
 */
final class Handshake {

    private static final long EXPECTED_HASH = Long.parseUnsignedLong(HeaderHash.SHA_256, 0, 16, 16);
    private static final long LONGEST_VERSION = 64;
    private static final String REMEDY =
            "Use a library and classes of one release, such as those in one downcall jar.";

    /**
     * @param name what messages call the library
     * @throws UnsatisfiedLinkError if the library must not be used
     */
    static void check(SymbolLookup library, String name) {
        int abi = (int) call(library, name, "dc_abi_version", FunctionDescriptor.of(JAVA_INT));
        if (abi != downcall_h.DC_ABI_VERSION()) {
            throw new UnsatisfiedLinkError(name + " is another version of libdowncall: it has ABI "
                    + abi + ", downcall " + Version.VERSION + " needs ABI "
                    + downcall_h.DC_ABI_VERSION() + ". " + REMEDY);
        }
        long hash = (long) call(library, name, "dc_header_hash", FunctionDescriptor.of(JAVA_LONG));
        if (hash != EXPECTED_HASH) {
            throw new UnsatisfiedLinkError(name + " is another build of libdowncall: it is version "
                    + version(library, name) + " with header hash "
                    + HexFormat.of().toHexDigits(hash) + ", downcall "
                    + Version.VERSION + " needs " + HexFormat.of().toHexDigits(EXPECTED_HASH) + ". "
                    + REMEDY);
        }
        // The header may be the same while the code behind it was mended.
        String version = version(library, name);
        if (!version.equals(Version.VERSION)) {
            throw new UnsatisfiedLinkError(
                    name + " is another version of libdowncall: it is version " + version
                            + ", downcall " + Version.VERSION + " needs its own. " + REMEDY);
        }
    }

    /** A static string in the library; copied, so that it outlives it. */
    static String version(SymbolLookup library, String name) {
        // Never read without bounds, and not from NULL: a wrong library may return anything but a
        // string.
        FunctionDescriptor descriptor = FunctionDescriptor.of(
                ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(LONGEST_VERSION, JAVA_BYTE)));
        MemorySegment version = (MemorySegment) call(library, name, "dc_version", descriptor);
        try {
            return version.address() == 0 ? "unknown" : version.getString(0);
        } catch (IndexOutOfBoundsException e) {
            return "unknown";
        }
    }

    private static Object call(
            SymbolLookup library, String name, String function, FunctionDescriptor descriptor) {
        MemorySegment address = library.find(function)
                .orElseThrow(() -> new UnsatisfiedLinkError(name
                        + " is not libdowncall: it has no function " + function + ". " + REMEDY));
        try {
            return Linker.nativeLinker().downcallHandle(address, descriptor).invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing of its own", e);
        }
    }

    private Handshake() {}
}
