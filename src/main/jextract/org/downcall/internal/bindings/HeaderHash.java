// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "26f2f2f40142f9eeb280a487f12d2bd47807d83719a97a2fc0c4a006c77b7149";

    private HeaderHash() {}
}
