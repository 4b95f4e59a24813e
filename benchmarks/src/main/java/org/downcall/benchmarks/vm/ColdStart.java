package org.downcall.benchmarks.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.downcall.Backend;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.NativeKernels;

/**
 * From the start of {@code java} to the first result: what loading and linking C costs a program
 * that makes one call.
 *
 * <p>The time begins before the process is started and ends when the one line that it prints has
 * been read; what the JVM does after that is not in it. All files are in the operating system's
 * cache: each program has run before.
 */
public final class ColdStart {

    /** What is started; the public API serves both kernels. */
    enum Program {
        JVM_ONLY("jvmOnly", JvmOnly.class),
        JAVA_KERNEL("javaKernel", FirstResult.class, "-Dorg.downcall.backend=java"),
        NATIVE_KERNEL(
                "nativeKernel",
                FirstResult.class,
                "-Dorg.downcall.backend=native",
                "--enable-native-access=ALL-UNNAMED");

        final String benchmark;
        final Class<?> main;
        final List<String> options;

        Program(String method, Class<?> main, String... options) {
            this.benchmark = ColdStart.class.getName() + "." + method;
            this.main = main;
            this.options = List.of(options);
        }

        Optional<String> absence() {
            return this != NATIVE_KERNEL || NativeKernels.present()
                    ? Optional.empty()
                    : Backend.current().reason();
        }
    }

    static Comparison comparison() {
        StartFiles files = new StartFiles();
        List<StartTrial> trials = new ArrayList<>();
        for (StartCache cache : StartCache.values()) {
            for (Program program : Program.values()) {
                if (absence(program, cache).isEmpty()) {
                    trials.add(new StartTrial(program, cache, files));
                }
            }
        }
        return new Comparison(
                "from the start of java to the first result", trials, () -> check(trials));
    }

    private static void check(List<StartTrial> trials) {
        for (StartTrial trial : trials) {
            try {
                trial.prepare();
                trial.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    static List<Absence> absences() {
        List<Absence> absences = new ArrayList<>();
        for (StartCache cache : StartCache.values()) {
            for (Program program : Program.values()) {
                absence(program, cache)
                        .ifPresent(reason -> absences.add(new Absence(
                                program.benchmark,
                                Map.of(StartTrial.CACHE, cache.toString()),
                                reason)));
            }
        }
        return absences;
    }

    private static Optional<String> absence(Program program, StartCache cache) {
        return program.absence().or(cache::absence);
    }

    private ColdStart() {}
}
