// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "16dee4c51e95e31bec7ea942fa4e1a5e58bf14a282cd8388b973cd91e3f48e80";

    private HeaderHash() {}
}
