// Generated with the bindings by `mvn -Pjextract generate-sources`

package quux.pkg.internal.bindings;

/** The header that the bindings were generated from. */
public final class HeaderHash {

    public static final String SHA_256 = "daa3cf0ba88fd1ef79dc32613e656f9518a047828b7265ee7e1c94c3eaf73c62";

    private HeaderHash() {}
}
