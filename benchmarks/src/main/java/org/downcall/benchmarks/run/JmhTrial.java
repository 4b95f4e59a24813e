package org.downcall.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.downcall.benchmarks.results.Measurement;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A method that JMH measures, with the gc profiler on.
 *
 * <p>Forks, warm-up and measurement of the suite replace those that the class states in its
 * annotations. The JVM arguments of the class are kept, because it may not run without them. They
 * are added after those of the suite.
 *
 * @param jvmArguments that the benchmark needs in addition to {@link #JVM}
 * @param hugePages whether malloc requests huge pages if the JVM is forked
 * @param timing by mode; if the benchmark decides itself how long an iteration takes, the iteration
 *     is its longest
 */
public record JmhTrial(
        String benchmark,
        SortedMap<String, String> params,
        List<String> jvmArguments,
        boolean hugePages,
        Function<RunMode, Timing> timing)
        implements Trial {

    /**
     * The default collector of servers, a heap that only the largest operands make grow, and memory
     * that has been touched before anything is timed: a slice is so short that it would otherwise
     * consist of page faults if its code allocates. Without these options, the JVM would choose
     * collector and heap by the size of the machine.
     */
    static final List<String> JVM = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseG1GC",
            "-Xms128m",
            "-Xmx1g",
            "-XX:+AlwaysPreTouch",
            "-XX:+IgnoreUnrecognizedVMOptions", // the next exists on Linux only
            "-XX:+UseTransparentHugePages");

    /** Of a JVM whose heap has 128 MiB at first, with what it has beside the heap. */
    private static final long USUAL_MEMORY = 1L << 29;

    private static final long LARGE_MEMORY = 3L << 29;

    /** For operations on the longest numbers and the largest matrices. */
    public static final String LARGE_HEAP = "-Xms1g";

    /** The time to start a JVM, and JMH in it. */
    private static final Duration START = Duration.ofMillis(600);

    /** The time between two slices. */
    private static final Duration HAND_OVER = Duration.ofMillis(2);

    /** JMH counts the time in which a contender waits for its turn. */
    private static final TimeValue TIMEOUT = TimeValue.hours(2);

    /**
     * How long and how often to measure.
     *
     * @param warmups the number of warm-up iterations
     * @param warmup the duration of one
     * @param slices the number of turns that count
     * @param iterations the number of iterations in a slice; each is a sample
     * @param iteration the duration of one. A longer operation makes it longer.
     */
    public record Timing(
            int warmups,
            int warmupBatch,
            Duration warmup,
            int slices,
            int iterations,
            int batch,
            Duration iteration) {

        static final Timing SHORTEST =
                new Timing(1, 1, Duration.ofMillis(5), 1, 1, 1, Duration.ofMillis(5));

        static final Timing USUAL =
                new Timing(3, 1, Duration.ofMillis(100), 12, 1, 1, Duration.ofMillis(10));

        /** The usual times of a mode, with at least this warm-up except in smoke mode. */
        public static Timing of(RunMode mode, Duration warmUp) {
            Timing usual = mode.timing();
            int warmups = (int) Math.ceilDiv(warmUp.toNanos(), usual.warmup.toNanos());
            return mode == RunMode.SMOKE || warmups <= usual.warmups
                    ? usual
                    : new Timing(warmups, 1, usual.warmup, usual.slices, 1, 1, usual.iteration);
        }

        public Duration warmUp() {
            return warmup.multipliedBy(warmups);
        }

        Duration measuring() {
            return iteration.multipliedBy((long) slices * iterations);
        }
    }

    private static final String ADD_MODULES = "--add-modules=";

    public static JmhTrial of(Class<?> benchmark, String method, Map<String, String> params) {
        return new JmhTrial(
                benchmark.getName() + "." + method,
                new TreeMap<>(params),
                annotated(benchmark, method)
                        .filter(argument -> !JVM.contains(argument))
                        .toList(),
                false,
                RunMode::timing);
    }

    /** The arguments in {@code @Fork}: the method's, or else the class's, as JMH reads them. */
    private static Stream<String> annotated(Class<?> benchmark, String name) {
        return Stream.concat(
                        Arrays.stream(benchmark.getMethods())
                                .filter(method -> method.getName().equals(name)),
                        Stream.of(benchmark))
                .map(element -> element.getAnnotation(Fork.class))
                .filter(Objects::nonNull)
                .map(Fork::jvmArgsAppend)
                .filter(arguments -> !Arrays.equals(arguments, new String[] {Fork.BLANK_ARGS}))
                .findFirst()
                .stream()
                .flatMap(Arrays::stream);
    }

    /** {@return the same in a JVM with more arguments} */
    public JmhTrial with(String... more) {
        List<String> all = Stream.concat(jvmArguments.stream(), Stream.of(more)).toList();
        return new JmhTrial(benchmark, params, all, hugePages, timing);
    }

    /** {@return the same with huge pages} */
    public JmhTrial withHugePages() {
        return new JmhTrial(benchmark, params, jvmArguments, true, timing);
    }

    /** {@return the same with other times than those of the mode} */
    public JmhTrial with(Function<RunMode, Timing> timing) {
        return new JmhTrial(benchmark, params, jvmArguments, hugePages, timing);
    }

    public Timing timing(RunMode mode) {
        return timing.apply(mode);
    }

    /** JVMs start and warm up as many at a time as there are processors. */
    @Override
    public Duration estimate(RunMode mode) {
        Timing times = timing(mode);
        Duration preparing = times.warmUp().plus(forks(mode) == 0 ? Duration.ZERO : START);
        return preparing
                .dividedBy(mode == RunMode.SMOKE ? 1 : Runtime.getRuntime().availableProcessors())
                .plus(times.measuring())
                .plus(HAND_OVER.multipliedBy(times.slices()));
    }

    /** {@return about how many bytes its JVM occupies} */
    long memory() {
        return jvmArguments.contains(LARGE_HEAP) ? LARGE_MEMORY : USUAL_MEMORY;
    }

    /**
     * In smoke mode, none: the benchmark runs in this JVM, which takes a hundredth of the time. A
     * benchmark that needs other arguments than this JVM has gets a JVM of its own.
     */
    private int forks(RunMode mode) {
        return mode == RunMode.SMOKE && jvmArguments.stream().allMatch(JmhTrial::holdsHere) ? 0 : 1;
    }

    /**
     * The options that forks inherit from this JVM. They omit the modules that this JVM needs to
     * run every benchmark itself: a fork has only those of its own benchmark.
     */
    static List<String> inherited() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith(ADD_MODULES))
                .toList();
    }

    private static boolean holdsHere(String argument) {
        return argument.startsWith(ADD_MODULES)
                && ModuleLayer.boot()
                        .findModule(argument.substring(ADD_MODULES.length()))
                        .isPresent();
    }

    @Override
    public Measurement measure(RunMode mode, PrintStream log) throws RunnerException, IOException {
        Timing times = timing(mode);
        return run(options(mode, times.slices() * times.iterations(), List.of()), log);
    }

    /**
     * Measures in a JVM that takes turns with others, with spare slices.
     *
     * @param address of the coordinator
     * @param moreArguments for the JVM
     */
    Measurement measure(RunMode mode, PrintStream log, String address, List<String> moreArguments)
            throws RunnerException, IOException {
        Timing times = timing(mode);
        int slices = times.slices() + Coordinator.spares(times.slices());
        return run(
                options(mode, slices * times.iterations(), moreArguments)
                        .addProfiler(TurnProfiler.class)
                        .timeout(TIMEOUT)
                        .jvmArgsPrepend("-D" + TurnProfiler.PROPERTY + "=" + address + ":"
                                + times.iterations()),
                log);
    }

    /** Runs for a moment, in a JVM of its own with one more argument. */
    void loadClasses(PrintStream log, String argument) throws RunnerException, IOException {
        run(options(RunMode.SMOKE, 1, List.of(argument)).forks(1), log);
    }

    private ChainedOptionsBuilder options(RunMode mode, int iterations, List<String> more) {
        Timing times = timing(mode);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark) + "$")
                .forks(forks(mode))
                .warmupForks(0)
                .warmupIterations(times.warmups())
                .warmupBatchSize(times.warmupBatch())
                .warmupTime(TimeValue.nanoseconds(times.warmup().toNanos()))
                .measurementIterations(iterations)
                .measurementBatchSize(times.batch())
                .measurementTime(TimeValue.nanoseconds(times.iteration().toNanos()))
                .timeUnit(TimeUnit.NANOSECONDS)
                .jvmArgs(inherited().toArray(String[]::new))
                .jvmArgsAppend(Stream.of(JVM, jvmArguments, more)
                        .flatMap(List::stream)
                        .toArray(String[]::new))
                .shouldFailOnError(true);
        params.forEach((name, value) -> options.param(name, value));
        return hugePages && HugePages.AVAILABLE && forks(mode) > 0
                ? options.addProfiler(HugePages.class)
                : options;
    }

    private Measurement run(ChainedOptionsBuilder options, PrintStream log)
            throws RunnerException, IOException {
        // JMH starts the last profiler last and stops it first, so it counts nothing of the others.
        Collection<RunResult> results = new Runner(
                        options.addProfiler(GCProfiler.class).build(),
                        OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
                .run();
        if (results.size() != 1) {
            throw new IllegalStateException(
                    "JMH ran " + results.size() + " benchmarks for " + id());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ResultFormatFactory.getInstance(ResultFormatType.JSON, stream).writeOut(results);
        ObjectNode json =
                (ObjectNode) new ObjectMapper().readTree(bytes.toByteArray()).get(0);
        // Nothing reads the other metrics of the gc profiler.
        ((ObjectNode) json.get("secondaryMetrics")).retain(Measurement.ALLOCATION);
        removePaths(json);
        return Measurement.of(json);
    }

    /** Removes the paths of this machine: they mean nothing elsewhere and must not be published. */
    private static void removePaths(ObjectNode json) {
        json.put("jvm", "java");
        json.withArray("jvmArgs")
                .removeIf(argument -> argument.asText()
                        .matches("-D(bench|flint|java|jmh)\\..*|-XX:SharedArchiveFile=.*"));
    }
}
