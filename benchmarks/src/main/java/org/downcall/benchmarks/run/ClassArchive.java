package org.downcall.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * An archive of the classes that every JVM of the suite loads. With it, a JVM starts in about two
 * thirds of the time, and a comparison starts many JVMs.
 */
final class ClassArchive {

    /**
     * Creates the archive in two steps: a trial lists the classes that it loads, and the JVM writes
     * them to a file.
     *
     * @param directory for the files
     * @param trial any one; its measurement is discarded
     * @return the options with which a JVM uses the archive; none if there is no archive, which is
     *     not an error. An archive needs a class path without directories.
     */
    static List<String> create(Path directory, JmhTrial trial, PrintStream log)
            throws IOException, InterruptedException {
        String classPath = System.getProperty("java.class.path");
        if (!Arrays.stream(classPath.split(File.pathSeparator))
                .map(Path::of)
                .allMatch(Files::isRegularFile)) {
            return List.of();
        }
        Path classes = directory.resolve("classes");
        Path archive = directory.resolve("classes.jsa");
        try {
            trial.loadClasses(log, "-XX:DumpLoadedClassList=" + classes);
        } catch (RunnerException e) {
            e.printStackTrace(log); // The measurement of the trial reports the failure.
            return List.of();
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JmhTrial.inherited());
        command.addAll(JmhTrial.JVM);
        command.addAll(List.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + archive,
                "-cp",
                classPath));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        log.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return process.waitFor() == 0 ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }

    private ClassArchive() {}
}
