package org.downcall.internal.loading;

/** An identity for tests that do not load a library. */
record FixedIdentity(String functionPrefix, int abiVersion, long headerHash, String version)
        implements LibraryIdentity {}
