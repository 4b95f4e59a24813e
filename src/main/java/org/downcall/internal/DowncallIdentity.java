package org.downcall.internal;

import org.downcall.internal.bindings.HeaderHash;
import org.downcall.internal.loading.LibraryIdentity;

/** The identity of the libdowncall that belongs to the bindings. */
final class DowncallIdentity implements LibraryIdentity {

    /**
     * {@code DC_ABI_VERSION}. The class of the bindings, which also contains it, takes milliseconds
     * to initialize, and the first computation may not need it. A test compares the two.
     */
    private static final int ABI_VERSION = 5;

    @Override
    public String functionPrefix() {
        return "dc_";
    }

    @Override
    public int abiVersion() {
        return ABI_VERSION;
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
