// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "5bbd5400288d5457c013f3a9a93e7b1529e541b8e563fdb06dd34e7e83929be7";

    private HeaderHash() {}
}
