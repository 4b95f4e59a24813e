package org.downcall.benchmarks.vm;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Trial;

/** A program of {@link ColdStart} with one kind of cache. Each sample is a start. */
final class StartTrial implements Trial {

    static final String CACHE = "cache";

    private final ColdStart.Program program;
    private final StartCache cache;
    private final StartFiles files;
    /** The arguments of java; null until the cache exists. */
    private List<String> arguments;

    StartTrial(ColdStart.Program program, StartCache cache, StartFiles files) {
        this.program = program;
        this.cache = cache;
        this.files = files;
    }

    @Override
    public String benchmark() {
        return program.benchmark;
    }

    @Override
    public SortedMap<String, String> params() {
        return new TreeMap<>(Map.of(CACHE, cache.toString()));
    }

    @Override
    public Duration estimate(RunMode mode) {
        return Duration.ofMillis(200).multipliedBy(starts(mode));
    }

    private static int starts(RunMode mode) {
        return switch (mode) {
            case SMOKE, DEFAULT -> 1;
            case FULL -> 3;
        };
    }

    @Override
    public Measurement measure(RunMode mode, PrintStream log)
            throws IOException, InterruptedException {
        prepare();
        double[] milliseconds = new double[starts(mode)];
        for (int i = 0; i < milliseconds.length; i++) {
            milliseconds[i] = start() / 1e6;
            log.println(milliseconds[i] + " ms: java " + String.join(" ", arguments));
        }
        return Measurement.of(benchmark(), "ss", params(), "ms/op", milliseconds);
    }

    /** {@return the nanoseconds until the result was read} */
    long start() throws IOException, InterruptedException {
        ChildJvm.Run run = ChildJvm.run(arguments);
        if (!run.output().equals(JvmOnly.F_1000 + "\n")) {
            throw new IllegalStateException(
                    id() + " must print " + JvmOnly.F_1000 + ", but printed:\n" + run.output());
        }
        return run.nanoseconds();
    }

    /**
     * Creates the cache with the same program, and checks that the JVM uses it, because the JVM
     * ignores an unsuitable cache without a message.
     */
    void prepare() throws IOException, InterruptedException {
        if (arguments != null) {
            return;
        }
        Path file = files.directory().resolve(program.name() + "." + cache);
        for (List<String> options : cache.create(file).toList()) {
            ChildJvm.run(command(options));
        }
        List<String> command = command(cache.use(file));
        if (cache != StartCache.NONE) {
            String log =
                    ChildJvm.run(with(List.of("-Xlog:class+load"), command)).output();
            if (!log.contains(program.main.getName() + " source: shared objects file")) {
                throw new IllegalStateException(id() + " does not use its cache:\n" + log);
            }
        }
        arguments = command;
    }

    private List<String> command(List<String> options) throws IOException {
        return with(
                options,
                with(program.options, List.of("-cp", files.classPath(), program.main.getName())));
    }

    private static List<String> with(List<String> options, List<String> command) {
        return Stream.concat(options.stream(), command.stream()).toList();
    }
}
