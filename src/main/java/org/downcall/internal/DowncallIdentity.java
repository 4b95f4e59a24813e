package org.downcall.internal;

import org.downcall.internal.bindings.HeaderHash;
import org.downcall.internal.bindings.downcall_h;
import org.downcall.internal.loading.LibraryIdentity;

/** The identity of the libdowncall that belongs to the bindings. */
final class DowncallIdentity implements LibraryIdentity {

    @Override
    public String functionPrefix() {
        return "dc_";
    }

    @Override
    public int abiVersion() {
        return downcall_h.DC_ABI_VERSION();
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
