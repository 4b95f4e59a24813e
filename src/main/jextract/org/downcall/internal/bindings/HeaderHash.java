// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "4d726bf2e8827c5934333239f4b8bc5f5e844c5a269a90bc58cc474c27f801a2";

    private HeaderHash() {}
}
