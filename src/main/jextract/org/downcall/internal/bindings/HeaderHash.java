// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "1520542894399a620db4fb6951b212c533d1caaa3fd99028322432cf99284876";

    private HeaderHash() {}
}
