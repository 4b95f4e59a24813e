// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "dccef05845f56264a96762bead582bf96503474d3d49c5f290dce385a89812ab";

    private HeaderHash() {}
}
