// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "c29fb7d2dc88d37a74ee5b0a52a2bf4801bfbf55ec0e44c322be6bf63959e581";

    private HeaderHash() {}
}
