// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "5a2bfc28810957b1b5d1083ef1a7ed6d0921781d9834d066233cc7ca86a96ccf";

    private HeaderHash() {}
}
