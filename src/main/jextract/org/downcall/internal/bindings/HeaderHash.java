// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "bcf9dd1d3f41814a7a5c3109ecc267679c763dabb6806bfa09343734b4d1236b";

    private HeaderHash() {}
}
