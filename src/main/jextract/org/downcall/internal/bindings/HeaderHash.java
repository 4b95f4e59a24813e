// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "b8665a44a4380b5ece596d0ce9f6f0a77a80cca4ad1fe6b1af60e805f76a5c5b";

    private HeaderHash() {}
}
