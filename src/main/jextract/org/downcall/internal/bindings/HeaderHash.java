// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "c944633fcc15d4819ac737e27f8eee6099acdf7cc3a10f2162dd5e36c3dffbea";

    private HeaderHash() {}
}
