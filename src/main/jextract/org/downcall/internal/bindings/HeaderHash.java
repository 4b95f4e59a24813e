// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "181d3bc54538acfbfc35d48d795cd0a2b9efa5b0b4f3d41c8d28083d9466f043";

    private HeaderHash() {}
}
