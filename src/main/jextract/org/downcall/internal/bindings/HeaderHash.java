// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "35d79d53b73772481df5303377ee68b0b733e59446b8ce99359499d9df4f7ba0";

    private HeaderHash() {}
}
