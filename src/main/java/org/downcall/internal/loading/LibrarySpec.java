package org.downcall.internal.loading;

/**
 * Describes the library to be loaded.
 *
 * @param name the name without prefix and extension: {@code "foo"} for {@code libfoo.so}
 * @param resourceRoot the absolute name of the resource that contains a directory for each platform
 * @param identity what the library must report about itself
 * @param pathProperty the system property that names a library file, for messages
 * @param directoryProperty the system property that names the temporary directory, for messages
 */
public record LibrarySpec(
        String name,
        String resourceRoot,
        LibraryIdentity identity,
        String pathProperty,
        String directoryProperty) {

    /** {@return the name of the file on this platform} */
    public String fileName() {
        return System.mapLibraryName(name);
    }
}
