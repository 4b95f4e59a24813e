// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "33ba1a0cf65164f4c23d688503674c0239217b8aa4d7807a363e90085c6c51db";

    private HeaderHash() {}
}
