package org.downcall.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.CallSuite;
import org.downcall.benchmarks.memory.MemoryShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Warmup;

/** Each benchmark class states how to run it alone, and what to expect. */
class StandaloneBenchmarksTest {

    /** The working directory is that of the benchmarks, or the root of the repository. */
    private static final Path SOURCES = Stream.of("src/main/java", "benchmarks/src/main/java")
            .map(Path::of)
            .filter(sources -> Files.isDirectory(sources.resolve("org/downcall/benchmarks")))
            .findFirst()
            .orElseThrow();

    private static final Pattern BENCHMARK =
            Pattern.compile("^ {4}@Benchmark\\R", Pattern.MULTILINE);

    static List<Path> benchmarks() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> BENCHMARK.matcher(text(file)).find())
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> type(Path file) throws ClassNotFoundException {
        String name = SOURCES.relativize(file).toString().replaceAll("[/\\\\]", ".");
        return Class.forName(
                name.substring(0, name.length() - ".java".length()),
                false,
                StandaloneBenchmarksTest.class.getClassLoader());
    }

    /** The comment before the annotations of the class, in one line. */
    private static String comment(Path file) {
        String name = file.getFileName().toString().replace(".java", "");
        String text = text(file);
        String before = text.substring(0, text.indexOf("\npublic class " + name + " {"));
        return before.substring(before.lastIndexOf("\n/**"), before.lastIndexOf("\n */"))
                .replaceAll("\\R \\* ?", " ");
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void theAnnotationsStateTheTimesAndTheJvm(Path file) throws ClassNotFoundException {
        Class<?> type = type(file);
        for (Class<? extends Annotation> annotation : List.of(Warmup.class, Measurement.class)) {
            assertNotNull(type.getAnnotation(annotation), () -> "no @" + annotation.getName());
        }
        Fork fork = type.getAnnotation(Fork.class);
        assertNotNull(fork, "no @Fork");
        assertTrue(fork.value() > 1, "results of one JVM may be those of its compilation alone");
        assertTrue(List.of(fork.jvmArgsAppend()).contains("--enable-native-access=ALL-UNNAMED"));
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void theCommentStatesHowToRunItAndWhatToExpect(Path file) throws ClassNotFoundException {
        String comment = comment(file);
        Matcher run = Pattern.compile("<p><b>Run:</b> \\{@code java -jar"
                        + " benchmarks/target/benchmarks\\.jar (\\w+)}")
                .matcher(comment);
        assertTrue(run.find(), comment);
        assertEquals(type(file).getSimpleName(), run.group(1));
        assertTrue(comment.contains("<p><b>Expect:</b> "), comment);
    }

    /** JMH runs every benchmark whose name contains the word on its command line. */
    @Test
    void noNameContainsAnother() throws IOException, ClassNotFoundException {
        for (Path one : benchmarks()) {
            for (Path other : benchmarks()) {
                assertTrue(
                        one.equals(other)
                                || !type(other).getName().contains(type(one).getSimpleName()),
                        one + " also runs " + other);
            }
        }
    }

    @Test
    void everyShapeIsChecked() throws IOException, ClassNotFoundException {
        List<String> names = benchmarks().stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .toList();
        Stream.of(CallSuite.ALL, MemoryShapes.ALL)
                .flatMap(List::stream)
                .forEach(
                        shape -> assertTrue(names.contains(shape.getSimpleName()), shape::getName));
    }
}
