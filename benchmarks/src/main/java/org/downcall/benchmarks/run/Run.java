package org.downcall.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.ResultsFile;

/**
 * Measures the trials of some suites that the filter selects. It writes the results after each
 * round, so that only a round is lost when the program is stopped, and a later run can continue.
 */
public final class Run {

    /** @param failures a sentence for each trial or comparison that failed, or for the whole run */
    public record Outcome(ResultsFile results, List<String> failures) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Options options;
    private final Path file;
    private final PrintStream out;
    private final PrintStream log;
    private final Consumer<ResultsFile> report;
    private final ObjectNode environment;
    private final Map<String, Measurement> measured = new HashMap<>();
    private final Set<String> failed = new TreeSet<>();
    private final List<String> failures = new ArrayList<>();
    private final Random random = new Random();
    private List<Comparison> comparisons = List.of();
    private List<String> classArchive = List.of();

    /**
     * @param environment that of this run
     * @param file the file of the results, which may exist
     * @param out for the user
     * @param report receives the results after each comparison
     * @param log for details that matter only after a failure
     */
    public Run(
            Options options,
            ObjectNode environment,
            Path file,
            PrintStream out,
            PrintStream log,
            Consumer<ResultsFile> report) {
        this.options = options;
        this.environment = environment.deepCopy();
        if (!options.filter().pattern().isEmpty()) {
            this.environment.put("filter", options.filter().pattern());
        }
        this.file = file;
        this.out = out;
        this.log = log;
        this.report = report;
    }

    /**
     * Measures. An error that ends the run early is the last failure of the outcome, which has what
     * was measured before it.
     *
     * @throws UsageException if the filter selects nothing, or the results to resume are those of
     *     another run
     * @throws IOException if former results cannot be read or moved
     */
    public Outcome of(List<Suite> suites) throws IOException {
        select(suites);
        takeUpFormerResults();
        Duration total =
                comparisons.stream().map(this::estimate).reduce(Duration.ZERO, Duration::plus);
        int benchmarks =
                comparisons.stream().mapToInt(one -> one.trials().size()).sum();
        out.println("Measuring " + benchmarks + " benchmarks in " + comparisons.size()
                + " comparisons, mode " + options.mode() + ", " + Progress.words(total) + ".");
        measure(new Progress(out, total));
        return new Outcome(results(), List.copyOf(failures));
    }

    private void select(List<Suite> suites) {
        comparisons = suites.stream()
                .flatMap(suite -> suite.comparisons(options.mode()).stream())
                .map(this::filtered)
                .filter(comparison -> !comparison.trials().isEmpty())
                .toList();
        if (comparisons.isEmpty()) {
            throw new UsageException("No benchmark matches bench.filter=" + options.filter()
                    + ". Examples of names are OneLong.ffm, ArticleBenchmark.javaLoop and"
                    + " KernelBenchmark.run(kernel=...).");
        }
        List<Absence> absences = suites.stream()
                .flatMap(suite -> suite.absences(options.mode()).stream())
                .toList();
        environment.set("absent", MAPPER.valueToTree(absences));
    }

    private void measure(Progress progress) {
        int ended = 0;
        try {
            createClassArchive();
            for (Comparison comparison : comparisons) {
                progress.begin(ended + 1, comparisons.size(), comparison.name());
                progress.end(measure(comparison, progress));
                if (options.mode() != RunMode.SMOKE) {
                    comparison.answer().apply(measured(comparison)).forEach(out::println);
                }
                report.accept(results());
                ended++;
            }
        } catch (Exception | Error e) { // what was measured is not lost
            out.println();
            fail(
                    "The run stopped after " + ended + " of " + comparisons.size()
                            + " comparisons. Continue it with -Dbench.resume",
                    e);
        }
    }

    private void createClassArchive() throws IOException, InterruptedException {
        Optional<Trial> any = comparisons.stream()
                .map(this::sound)
                .filter(trials -> !trials.isEmpty() && inTurns(trials))
                .map(List::getFirst)
                .findFirst();
        if (any.isPresent()) {
            Path directory = TemporaryDirectory.create();
            classArchive = ClassArchive.create(directory, (JmhTrial) any.get(), log);
        }
    }

    private List<Measurement> measured(Comparison comparison) {
        return comparison.trials().stream()
                .map(trial -> measured.get(trial.id()))
                .filter(Objects::nonNull)
                .toList();
    }

    private Comparison filtered(Comparison comparison) {
        return comparison.with(comparison.trials().stream()
                .filter(trial -> options.takes(trial.id()))
                .toList());
    }

    private void takeUpFormerResults() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        if (!options.resume()) {
            Files.move(file, nextFree()); // they may have taken an hour
            return;
        }
        ResultsFile former = ResultsFile.read(file);
        List<String> differences = Environment.differences(former.environment(), environment);
        if (!differences.isEmpty()) {
            throw new UsageException("bench.resume: " + file + " is the result of another run ("
                    + differences.getFirst()
                    + "). Omit bench.resume to begin a new run. That file is then kept as "
                    + nextFree().getFileName() + ".");
        }
        former.measurements().forEach(measurement -> measured.put(measurement.id(), measurement));
        former.environment().path("failed").forEach(id -> failed.add(id.asText()));
        environment.set("date", former.environment().path("date"));
    }

    /** {@return a free name for the former results} */
    private Path nextFree() {
        return Stream.iterate(1, number -> number + 1)
                .map(number -> file.resolveSibling("results-before-" + number + ".json"))
                .filter(Files::notExists)
                .findFirst()
                .orElseThrow();
    }

    /** {@return the trials without those that failed} These are left out until a new run. */
    private List<Trial> sound(Comparison comparison) {
        return comparison.trials().stream()
                .<Trial>map(trial -> trial)
                .filter(trial -> !failed.contains(trial.id()))
                .toList();
    }

    private int forksDone(Trial trial) {
        Measurement former = measured.get(trial.id());
        return former == null ? 0 : former.forks();
    }

    private Duration estimate(Comparison comparison) {
        int forks = comparison.forks(options.sets());
        return sound(comparison).stream()
                .map(trial -> trial.estimate(options.mode())
                        .multipliedBy(Math.max(0, forks - forksDone(trial))))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** {@return a note for the line of progress; empty if all trials succeeded} */
    private String measure(Comparison comparison, Progress progress)
            throws IOException, InterruptedException {
        int forks = comparison.forks(options.sets());
        List<Trial> trials = new ArrayList<>(sound(comparison));
        if (trials.stream().allMatch(trial -> forksDone(trial) >= forks)) {
            return "done before";
        }
        try {
            comparison.check().run();
        } catch (RuntimeException | LinkageError | AssertionError | OutOfMemoryError e) {
            // The bindings throw AssertionError, and a large matrix may not fit into the heap.
            fail(comparison.name() + ": nothing was timed", e);
            return " FAILED";
        }
        int before = trials.size();
        for (int round = forksDone(trials.getFirst()); round < forks; round++) {
            long seed = InTurns.seed(random);
            for (List<Trial> together : together(trials)) {
                measure(together, seed, progress);
            }
            results().write(file); // a whole round: only contenders that took turns are comparable
            trials.removeIf(trial -> failed.contains(trial.id()));
            if (!inTurns(trials)) {
                // Each round begins with another trial, so that none is always first.
                Collections.rotate(trials, -1);
            }
        }
        return trials.size() == before ? "" : " " + (before - trials.size()) + " FAILED";
    }

    /**
     * {@return the trials that are measured at the same time, in turns} All trials of JMH are, as
     * far as the memory allows. In smoke mode each trial runs alone, because the times mean
     * nothing.
     */
    private List<List<Trial>> together(List<Trial> trials) {
        int most = 1;
        if (inTurns(trials)) {
            most = Machine.mostJvms(trials.stream()
                    .mapToLong(trial -> ((JmhTrial) trial).memory())
                    .max()
                    .orElse(1));
        }
        List<List<Trial>> groups = new ArrayList<>();
        for (int i = 0; i < trials.size(); i += most) {
            groups.add(List.copyOf(trials.subList(i, Math.min(trials.size(), i + most))));
        }
        return groups;
    }

    private boolean inTurns(List<Trial> trials) {
        return options.mode() != RunMode.SMOKE
                && trials.stream().allMatch(JmhTrial.class::isInstance);
    }

    /** @param seed identifies the round of trials that take turns JVM by JVM */
    private void measure(List<Trial> trials, long seed, Progress progress)
            throws IOException, InterruptedException {
        Instant start = Instant.now();
        if (inTurns(trials)) {
            List<JmhTrial> contenders =
                    trials.stream().map(JmhTrial.class::cast).toList();
            InTurns.measure(contenders, options.mode(), classArchive, log, random)
                    .forEach(this::add);
        } else {
            Trial alone = trials.getFirst();
            add(alone, () -> {
                Measurement measured = alone.measure(options.mode(), log);
                return options.mode() == RunMode.SMOKE ? measured : measured.inRound(seed);
            });
        }
        Duration estimate = trials.stream()
                .map(trial -> trial.estimate(options.mode()))
                .reduce(Duration.ZERO, Duration::plus);
        progress.step(estimate, Duration.between(start, Instant.now()));
    }

    private void add(Trial trial, Callable<Measurement> measurement) {
        try {
            measured.merge(trial.id(), measurement.call(), Measurement::plus);
        } catch (Exception | LinkageError | AssertionError e) {
            failed.add(trial.id());
            fail(trial.id() + " failed", e);
        }
    }

    private void fail(String what, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String sentence = what + ": " + (cause.getMessage() == null ? cause : cause.getMessage())
                + (root == cause ? "" : " (" + root + ")");
        failures.add(sentence);
        log.println(sentence);
        cause.printStackTrace(log);
        log.flush();
    }

    private ResultsFile results() {
        environment.set("failed", MAPPER.valueToTree(failed));
        return new ResultsFile(
                environment,
                comparisons.stream().flatMap(one -> measured(one).stream()).toList());
    }
}
