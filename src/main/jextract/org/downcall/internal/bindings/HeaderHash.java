// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "e5bdff4d92802b3e71e9c07b222bde6627941c27054ffecbf0bfb2d8b500a05c";

    private HeaderHash() {}
}
