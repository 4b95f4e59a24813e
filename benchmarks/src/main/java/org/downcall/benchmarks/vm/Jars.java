package org.downcall.benchmarks.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Jars of what the build has left in directories. The JVM archives no class that comes from a
 * directory.
 */
final class Jars {

    /**
     * {@return {@code location} itself if it is a jar already, else a new one with all that is in
     * the directory}
     */
    static Path of(Path location, Path jar) throws IOException {
        if (!Files.isDirectory(location)) {
            return location;
        }
        try (Stream<Path> files = Files.walk(location)) {
            return write(
                    jar, location, files.filter(Files::isRegularFile).sorted().toList());
        }
    }

    static Path of(List<Class<?>> classes, Path jar) throws IOException {
        Path root = ChildJvm.locationOf(classes.getFirst());
        return write(
                jar,
                root,
                classes.stream()
                        .map(type -> root.resolve(type.getName().replace('.', '/') + ".class"))
                        .toList());
    }

    private static Path write(Path jar, Path root, List<Path> files) throws IOException {
        try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                output.putNextEntry(
                        new JarEntry(root.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, output);
            }
        }
        return jar;
    }

    private Jars() {}
}
