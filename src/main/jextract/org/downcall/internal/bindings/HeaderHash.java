// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "5d05733564bc8db24a2241bc1632a1208986e0ee08c4d775ebbbfb7dc1c3d75a";

    private HeaderHash() {}
}
