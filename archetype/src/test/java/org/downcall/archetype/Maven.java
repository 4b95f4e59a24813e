package org.downcall.archetype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a Maven command wrote, and how it ended.
 *
 * @param seconds how long it took
 */
record Maven(List<String> command, int exit, String out, double seconds) {

    static final String VERSION = System.getProperty("archetype.test.version");
    static final Path REPOSITORY = Path.of(System.getProperty("archetype.test.repository"));

    private static final long TIMEOUT_MINUTES = 20;

    /** Runs Maven in a directory, with this JVM's Java and the local repository of the tests. */
    static Maven run(Path directory, String... arguments) throws Exception {
        return run(directory, Map.of(), arguments);
    }

    static Maven run(Path directory, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("archetype.test.maven"));
        command.addAll(List.of("-B", "-ntp", "-Dmaven.repo.local=" + REPOSITORY));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("maven", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().keySet().removeAll(List.of("MAVEN_BASEDIR", "JEXTRACT"));
            builder.environment().putAll(environment);
            long start = System.nanoTime();
            Process process = builder.start();
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new IOException(command + " did not end in time\n" + Files.readString(log));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Maven(command, process.exitValue(), Files.readString(log), seconds);
        } finally {
            Files.delete(log);
        }
    }

    Maven assertSuccess() {
        assertEquals(0, exit, this::toString);
        return this;
    }

    Maven assertFailure() {
        assertTrue(exit != 0, this::toString);
        return this;
    }

    Maven assertOut(String text) {
        assertTrue(out.contains(text), () -> "missing: " + text + "\n" + this);
        return this;
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nended with " + exit + " and wrote\n" + out;
    }
}
