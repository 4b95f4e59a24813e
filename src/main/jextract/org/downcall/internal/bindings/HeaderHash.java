// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "e79a211ab3a1085c435f0984dfa49fa3529d0c27e1703b61d7d0499bab347acf";

    private HeaderHash() {}
}
