// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "c0a567428d01814fe2aa3acdcac91ed4c3c18892706226e81f50299433606431";

    private HeaderHash() {}
}
