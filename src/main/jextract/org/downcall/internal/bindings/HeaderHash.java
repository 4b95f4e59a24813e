// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "ad10ef83acffefbcf96d0cd1b4b97c23359eb4e329276ae71f90d74bc2c557bc";

    private HeaderHash() {}
}
