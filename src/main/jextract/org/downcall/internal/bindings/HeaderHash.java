// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "52624983827fff30518adfac6ec55cf1f097527749162c391718a90134a1ce38";

    private HeaderHash() {}
}
