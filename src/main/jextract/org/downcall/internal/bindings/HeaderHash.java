// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "c627a6eeac072a749cb8022fd73aede0333988978efe7b903f7e8ab7f361a70d";

    private HeaderHash() {}
}
