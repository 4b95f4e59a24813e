// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "3d76d0fbbdefe283f97172500183ef4827e6ff4a4614ac9b478c561aa392e58b";

    private HeaderHash() {}
}
