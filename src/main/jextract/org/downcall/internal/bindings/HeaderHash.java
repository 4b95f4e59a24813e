// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "413dcd90b490b8ef73a17f7adba08f9601ebbc81d2dafec1eb20f1fbee365b92";

    private HeaderHash() {}
}
