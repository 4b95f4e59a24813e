// Generated with the bindings by `mvn -Pjextract generate-sources`

package org.downcall.internal.bindings;

/** Which downcall.h the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "82ae7f6eefeca834844a24e737557c9211e8e94588c6b6b76c27693efc2fba5b";

    private HeaderHash() {}
}
