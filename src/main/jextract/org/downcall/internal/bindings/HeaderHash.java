// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "6aaabbe2f990597f92c923b95f1d497d6957045047031c7437f57ddec8178b8c";

    private HeaderHash() {}
}
