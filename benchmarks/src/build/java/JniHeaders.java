import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the compiler options for the jni.h of the running JDK to a file, for {@code cc @file}. */
final class JniHeaders {

    public static void main(String[] arguments) throws IOException {
        Path include = Path.of(System.getProperty("java.home"), "include");
        if (!Files.exists(include.resolve("jni.h"))) {
            System.err.println(include + " has no jni.h: this is not a complete JDK.");
            System.exit(1);
        }
        // jni_md.h is in a subdirectory that has the name of the operating system.
        try (Stream<Path> files = Files.list(include)) {
            List<Path> directories = Stream.concat(
                            Stream.of(include), files.filter(Files::isDirectory))
                    .toList();
            String options = directories.stream()
                    .map(directory ->
                            "-isystem \"" + directory.toString().replace("\\", "\\\\") + "\"\n")
                    .collect(Collectors.joining());
            Path file = Path.of(arguments[0]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, options);
        }
    }
}
