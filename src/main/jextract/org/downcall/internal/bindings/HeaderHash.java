// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "3011b7073ca3868332b510b654be6c6c477c5562069af55b75ad4e598d91d5bd";

    private HeaderHash() {}
}
