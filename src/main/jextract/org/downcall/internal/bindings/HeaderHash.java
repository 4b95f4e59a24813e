// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "e1593099a28e490d13070ddec420cc8cc1eb30ed329fb446b6502bf0a3ef1f87";

    private HeaderHash() {}
}
