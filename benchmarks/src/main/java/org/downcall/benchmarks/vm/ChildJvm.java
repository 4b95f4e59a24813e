package org.downcall.benchmarks.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** A child process with a JVM of the same JDK, which is killed if it does not end in time. */
final class ChildJvm {

    /** Variables from which java takes options. The results must not depend on them. */
    private static final List<String> OPTIONS_IN_THE_ENVIRONMENT =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS");

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** By option. Each answer takes a start of java, so it is kept. */
    private static final Map<String, Optional<String>> REJECTIONS = new ConcurrentHashMap<>();

    /**
     * @param output everything that the process wrote, including errors
     * @param nanoseconds from before the start of the process until the first line of its output
     *     had been read
     */
    record Run(String output, long nanoseconds) {}

    /**
     * @throws IllegalStateException with the output, if the exit code is not 0 or the process does
     *     not end in time
     */
    static Run run(List<String> arguments) throws IOException, InterruptedException {
        return run(arguments, TIMEOUT);
    }

    static Run run(List<String> arguments, Duration timeout)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(OPTIONS_IN_THE_ENVIRONMENT);
        long start = System.nanoTime();
        Process process = builder.start();
        AtomicBoolean tooLong = new AtomicBoolean();
        CompletableFuture<Void> timer = CompletableFuture.runAsync(
                () -> {
                    tooLong.set(true); // before the process can end
                    kill(process);
                },
                CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String firstLine = reader.readLine();
            long nanoseconds = System.nanoTime() - start;
            String output = firstLine == null
                    ? ""
                    : firstLine + "\n"
                            + reader.lines().map(line -> line + "\n").collect(Collectors.joining());
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException(String.join(" ", command)
                        + (tooLong.get()
                                ? " was killed after " + timeout
                                : " ended with exit code " + exitCode)
                        + ". Its output:\n" + output);
            }
            return new Run(output, nanoseconds);
        } finally {
            timer.cancel(false);
            kill(process);
        }
    }

    /** A JVM that writes an archive may have started another JVM for it. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly(); // Process.destroyForcibly would close the output
    }

    /** {@return why this JDK rejects an option; empty if it accepts it} */
    static Optional<String> rejection(String option) {
        return REJECTIONS.computeIfAbsent(option, ChildJvm::tryOut);
    }

    private static Optional<String> tryOut(String option) {
        try {
            run(List.of(option, "-version"));
            return Optional.empty();
        } catch (IllegalStateException e) {
            String reason = e.getMessage().lines().skip(1).findFirst().orElse("no reason given");
            return Optional.of("this JDK rejects " + option + " (" + reason + ")");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@return the directory or the jar that a class comes from} */
    static Path locationOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private ChildJvm() {}
}
