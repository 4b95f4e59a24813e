// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "955e20f89670d5b3cde9457987ffbd19975bf5a9aa8fce634697a49c31cc3c18";

    private HeaderHash() {}
}
