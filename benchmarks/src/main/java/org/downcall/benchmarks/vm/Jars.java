package org.downcall.benchmarks.vm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Jars for the class path of a child JVM. The JVM archives only classes that come from a jar.
 */
final class Jars {

    /** What benchmarks.jar contains of the library: its classes, and its native library. */
    private static final Pattern OF_THE_LIBRARY = Pattern.compile(
            "org/downcall/(?!benchmarks/).*|META-INF/native/[^/]+/libdowncall\\..*");

    /**
     * {@return a jar of the library alone}
     *
     * @param location the library's own jar, which is returned as it is, or the directory of its
     *     classes, or a jar that contains the benchmarks and their dependencies
     * @param jar the file to write otherwise
     */
    static Path ofTheLibrary(Path location, Path jar) throws IOException {
        if (Files.isDirectory(location)) {
            return copy(location, jar);
        }
        if (!location.equals(ChildJvm.locationOf(Jars.class))) {
            return location;
        }
        try (FileSystem shaded = FileSystems.newFileSystem(location)) {
            return copy(shaded.getPath("/"), jar);
        }
    }

    private static Path copy(Path root, Path jar) throws IOException {
        try (Stream<Path> walk = Files.walk(root);
                JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (OF_THE_LIBRARY.matcher(name).matches()) {
                    output.putNextEntry(new JarEntry(name));
                    Files.copy(file, output);
                }
            }
        }
        return jar;
    }

    /** {@return a new jar with these classes} */
    static Path of(List<Class<?>> classes, Path jar) throws IOException {
        try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                output.putNextEntry(new JarEntry(name));
                try (InputStream bytes = type.getResourceAsStream("/" + name)) {
                    bytes.transferTo(output);
                }
            }
        }
        return jar;
    }

    private Jars() {}
}
