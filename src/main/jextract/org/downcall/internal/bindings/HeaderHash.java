// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "afbf9624556591011f780991ab72f6b746e696ea52a5e7e1f20a1825e7e7357d";

    private HeaderHash() {}
}
