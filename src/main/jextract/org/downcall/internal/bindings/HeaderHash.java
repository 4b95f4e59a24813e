// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "341e93d546fb6c8a90e59b806030f6b09442f85625cfe69a5c15ffa75143ee92";

    private HeaderHash() {}
}
