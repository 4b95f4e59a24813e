// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "8dfc7e837823da012a04ba6d96b756fea255bc8c23f82e43557c4299e8c3f007";

    private HeaderHash() {}
}
