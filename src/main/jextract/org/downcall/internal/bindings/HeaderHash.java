// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "0f8db6574f6e8946fc55df5a89e52bb6cfe8cf8e2b15947f97c4aedbfe3a7892";

    private HeaderHash() {}
}
