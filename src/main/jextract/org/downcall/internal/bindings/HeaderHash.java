// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "d295f66472c2b934ab1da7338bb545e42670f1044b376dfd28831874e4b321cd";

    private HeaderHash() {}
}
