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
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/**
 * From the start of {@code java} to the first result: the cost of loading and linking C for a
 * program that makes one call.
 *
 * <p>The time begins before the process is started and ends when its one line of output has been
 * read. It does not include the end of the JVM. All files are in the cache of the operating system,
 * because each program has run before.
 *
 * <p>JMH runs in the JVM that it measures, so it cannot time the start of that JVM. This is
 * therefore not a JMH benchmark, and only the suite runs it.
 *
 * <p><b>Run:</b> {@code mvn verify -Pbench -Dbench.filter=ColdStart}, or {@code java
 * -Dbench.filter=ColdStart -cp benchmarks/target/benchmarks.jar org.downcall.benchmarks.Main}
 *
 * <p><b>Expect:</b> the first call into C costs a program far more than any later call: the JVM
 * loads and links the FFM API, and the library is unpacked. The program with one handle shows how
 * much of that every program pays. A cache of classes reduces it. On an AMD EPYC (Zen 4) with
 * JDK 25 in 2026: JVM alone 30 ms, Java kernel 40 ms, C kernel 180 ms, C kernel with an AOT cache
 * 120 ms.
 */
public final class ColdStart {

    private static final String IN_C = "-Dorg.downcall.backend=native";
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    /**
     * The programs. The kernels are called through the public API. The program with one handle is
     * the limit: no library that uses the FFM API starts in less time.
     */
    enum Program {
        JVM_ONLY("jvmOnly", JvmOnly.class),
        JAVA_KERNEL("javaKernel", FirstResult.class, "-Dorg.downcall.backend=java"),
        ONE_HANDLE("oneHandle", OneHandle.class, NATIVE_ACCESS),
        NATIVE_KERNEL("nativeKernel", FirstResult.class, IN_C, NATIVE_ACCESS),
        LONG_PRODUCT("longProduct", LongProduct.class, IN_C, NATIVE_ACCESS);

        final String benchmark;
        final Class<?> main;
        final List<String> options;

        Program(String method, Class<?> main, String... options) {
            this.benchmark = ColdStart.class.getName() + "." + method;
            this.main = main;
            this.options = List.of(options);
        }

        Optional<String> absence() {
            return !options.contains(IN_C) || DowncallKernels.present()
                    ? Optional.empty()
                    : Backend.current().reason();
        }
    }

    /** In default mode, there are no caches, because their preparation takes longest. */
    static Comparison comparison(RunMode mode) {
        StartFiles files = new StartFiles();
        List<StartTrial> trials = new ArrayList<>();
        for (StartCache cache : StartCache.values()) {
            if (mode == RunMode.DEFAULT && cache != StartCache.NONE) {
                continue;
            }
            for (Program program : Program.values()) {
                if (absence(program, cache).isEmpty()) {
                    trials.add(new StartTrial(program, cache, files));
                }
            }
        }
        return new Comparison(
                "from the start of java to the first result",
                trials,
                () -> check(trials),
                sets -> sets == 1 ? 1 : 2 * sets); // a set takes a fraction of a second
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
