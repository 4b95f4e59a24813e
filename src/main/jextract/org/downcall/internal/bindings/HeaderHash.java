// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "4f16781aff908999bc313dcaec739111d5797f6ab09dddbd387047cda1270b93";

    private HeaderHash() {}
}
