package org.downcall.internal.loading;

import java.nio.file.Path;

/**
 * A library that has been loaded.
 *
 * @param path the library; for a bundled one, the private copy, which no longer exists
 * @param origin where the library was found
 * @param description the file or the origin, for messages
 */
public record NativeLibrary(Path path, Origin origin, String description) {

    /** In the order in which they are tried. */
    public enum Origin {
        PATH_PROPERTY,
        SEARCH_PATH,
        BUNDLED
    }
}
