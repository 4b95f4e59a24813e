package quux.pkg.internal;

import quux.pkg.internal.bindings.HeaderHash;
import quux.pkg.internal.bindings.quux_h;
import quux.pkg.internal.loading.LibraryIdentity;

/** The identity of the native library that belongs to these classes. */
final class QuuxIdentity implements LibraryIdentity {

    @Override
    public String functionPrefix() {
        return "quux_";
    }

    @Override
    public int abiVersion() {
        return quux_h.QUUX_ABI_VERSION();
    }

    @Override
    public long headerHash() {
        return Long.parseUnsignedLong(HeaderHash.SHA_256, 0, 16, 16);
    }

    @Override
    public String version() {
        return Version.VERSION;
    }
}
