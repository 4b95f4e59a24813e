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
 * @param functionPrefix the prefix, including the underscore
 * @param abiVersion a number that changes with every incompatible change of the header
 * @param headerHash the first 64 bits of the SHA-256 digest of the header
 * @param version the release, such as {@code "1.2.3"}
 */
public record LibraryIdentity(
        String functionPrefix, int abiVersion, long headerHash, String version) {}
