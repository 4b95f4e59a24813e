package org.downcall.internal.loading;

import java.nio.file.Path;

/**
 * A library that has been loaded.
 *
 * @param path the library; for a bundled one, the private copy, which no longer exists
 * @param description the file, or that the library is a bundled one, for messages
 */
public record NativeLibrary(Path path, String description) {}
