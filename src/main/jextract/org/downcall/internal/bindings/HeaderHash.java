// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "63f42c8819dd30e875e1e01d7fcc3d544ed8eb8669fefa4d35b2ae70fa777ac4";

    private HeaderHash() {}
}
