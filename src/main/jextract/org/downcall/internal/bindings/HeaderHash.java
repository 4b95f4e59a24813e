// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The headers that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "b5ac9589b42192333673b0b08c427d690a28430651893f81e87dcca89b8f8033";

    private HeaderHash() {}
}
