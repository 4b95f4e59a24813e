// Generated with the bindings by `mvn antrun:run@bindings`

package org.downcall.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "3a972f9ca88e7c34f53ca47b95d333051ee924b30a90b9edb440d60699a0d512";

    private HeaderHash() {}
}
