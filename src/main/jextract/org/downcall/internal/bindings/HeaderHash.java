// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "f1487366c5c8ea669081e83bca1fef1d863813b47bddd056ecbd923531d50a11";

    private HeaderHash() {}
}
