// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "f5fba4c3a085a6ad5e833975131f101319cba385d90d91e114c321d2032d0d61";

    private HeaderHash() {}
}
