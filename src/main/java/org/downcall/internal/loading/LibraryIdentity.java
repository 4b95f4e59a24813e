package org.downcall.internal.loading;

/**
 * What a library must report about itself. It exports three functions, whose names begin with a
 * common prefix:
 *
 * <pre>
 * int prefix_abi_version(void);
 * long long prefix_header_hash(void);
 * const char *prefix_version(void);
 * </pre>
 *
 * <p>The loader calls the methods of this interface only after it has opened a library. An
 * implementation may therefore use generated bindings, whose initialization fails if native access
 * is denied: by then, the loader has reported that.
 */
public interface LibraryIdentity {

    /** {@return the prefix of the functions, including the underscore} */
    String functionPrefix();

    /** {@return a number that changes with every incompatible change of the header} */
    int abiVersion();

    /** {@return the first 64 bits of the SHA-256 digest of the header} */
    long headerHash();

    /** {@return the release, such as {@code "1.2.3"}} */
    String version();
}
