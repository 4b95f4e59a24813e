package org.downcall.benchmarks.vm;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.downcall.Fibonacci;
import org.downcall.benchmarks.run.TemporaryDirectory;

/**
 * What the programs of {@link ColdStart} need: a directory for caches, and a class path with the
 * library in a jar of its own, as its users have it. The JVM archives only classes that come from a
 * jar.
 */
final class StartFiles {

    private static final Pattern LIBRARY = Pattern.compile(
            "org/downcall/(?!benchmarks/).*|META-INF/native/[^/]+/libdowncall\\..*");

    private static final Pattern PROGRAMS = Pattern.compile(
            "org/downcall/benchmarks/vm/(JvmOnly|OneHandle|FirstResult|LongProduct)\\.class");

    private Path directory;
    private String classPath;

    synchronized Path directory() throws IOException {
        if (directory == null) {
            directory = TemporaryDirectory.create();
        }
        return directory;
    }

    synchronized String classPath() throws IOException {
        if (classPath == null) {
            classPath = jar("downcall.jar", LIBRARY, Fibonacci.class)
                    + File.pathSeparator
                    + jar("programs.jar", PROGRAMS, JvmOnly.class);
        }
        return classPath;
    }

    /** {@return a new jar with some files of the directory or the jar that a class comes from} */
    private Path jar(String name, Pattern files, Class<?> origin) throws IOException {
        Path location = ChildJvm.locationOf(origin);
        Path jar = directory().resolve(name);
        if (Files.isDirectory(location)) {
            copy(location, files, jar);
        } else {
            try (FileSystem content = FileSystems.newFileSystem(location)) {
                copy(content.getPath("/"), files, jar);
            }
        }
        return jar;
    }

    private static void copy(Path root, Pattern files, Path jar) throws IOException {
        try (Stream<Path> walk = Files.walk(root);
                JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (files.matcher(name).matches()) {
                    output.putNextEntry(new JarEntry(name));
                    Files.copy(file, output);
                }
            }
        }
    }
}
