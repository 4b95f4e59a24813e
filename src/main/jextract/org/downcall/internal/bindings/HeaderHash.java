// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "21053051b5f64957fd2f20c3beab613ffb57becf58b933d461bcad4b174a2343";

    private HeaderHash() {}
}
