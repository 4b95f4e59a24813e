package org.downcall.benchmarks.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.ResultsFile;

/**
 * Measures what the filter leaves of some suites. The results are written after every fork, so that nothing is lost
 * when the program is stopped, and a later run can go on from there.
 */
public final class Run {

    /** @param failures what could not be measured though it should have been: sentences */
    public record Outcome(ResultsFile results, List<Absence> absences, List<String> failures) {}

    private final Options options;
    private final Path file;
    private final PrintStream out;
    private final PrintStream log;
    private final ObjectNode environment;
    private final Map<String, Measurement> measured = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    /**
     * @param environment of this run
     * @param file where the results are, or will be
     * @param out for the user
     * @param log for what nobody needs to read unless something fails
     */
    public Run(Options options, ObjectNode environment, Path file, PrintStream out, PrintStream log) {
        this.options = options;
        this.environment = environment.deepCopy();
        if (!options.filter().pattern().isEmpty()) {
            this.environment.put("filter", options.filter().pattern());
        }
        this.file = file;
        this.out = out;
        this.log = log;
    }

    /**
     * @throws IllegalArgumentException if the filter leaves nothing, or what there is to resume is another run
     * @throws IOException if the results cannot be read or written
     */
    public Outcome of(List<Suite> suites) throws IOException {
        List<Comparison> comparisons = suites.stream()
                .flatMap(suite -> suite.comparisons(options.mode()).stream())
                .map(this::filtered)
                .filter(comparison -> !comparison.trials().isEmpty())
                .toList();
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("bench.filter=" + options.filter() + ": nothing has such a name; "
                    + "names look like OneLong.ffm, ArticleBenchmark.javaLoop or KernelBenchmark.run(kernel=...)");
        }
        List<Absence> absences = suites.stream()
                .flatMap(suite -> suite.absences(options.mode()).stream())
                .toList();
        note(absences);
        takeUpFormerResults();
        comparisons.forEach(this::dropUnfinishedRound);

        Duration total = comparisons.stream().map(this::estimate).reduce(Duration.ZERO, Duration::plus);
        out.println("Measuring " + comparisons.stream().mapToInt(one -> one.trials().size()).sum() + " things in "
                + comparisons.size() + " comparisons, mode " + options.mode() + ", " + Progress.words(total) + ".");
        Progress progress = new Progress(out, total);
        for (int i = 0; i < comparisons.size(); i++) {
            Comparison comparison = comparisons.get(i);
            progress.begin(i + 1, comparisons.size(), comparison.name());
            progress.end(measure(comparison, progress));
        }
        return new Outcome(results(), absences, List.copyOf(failures));
    }

    private Comparison filtered(Comparison comparison) {
        return new Comparison(
                comparison.name(),
                comparison.trials().stream()
                        .filter(trial -> options.filter().matcher(trial.id()).find())
                        .toList(),
                comparison.check());
    }

    private void note(List<Absence> absences) {
        ArrayNode absent = environment.putArray("absent");
        for (Absence absence : absences) {
            ObjectNode node = absent.addObject();
            node.put("benchmark", absence.benchmark());
            ObjectNode params = node.putObject("params");
            absence.params().forEach(params::put);
            node.put("reason", absence.reason());
        }
    }

    private void takeUpFormerResults() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        if (!options.resume()) {
            // Somebody may have waited an hour for them.
            Files.move(file, file.resolveSibling("results-before.json"), StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        ResultsFile former = ResultsFile.read(file);
        List<String> differences = Environment.differences(former.environment(), environment);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("bench.resume: " + file + " is of another run (" + differences.getFirst()
                    + "); without bench.resume a new one begins, and that file is kept as results-before.json");
        }
        former.measurements().forEach(measurement -> measured.put(measurement.id(), measurement));
    }

    /** Contenders take turns or their times do not belong together: a round that was not finished is measured again. */
    private void dropUnfinishedRound(Comparison comparison) {
        int rounds = comparison.trials().stream().mapToInt(this::forksDone).min().orElseThrow();
        for (Trial trial : comparison.trials()) {
            if (rounds == 0) {
                measured.remove(trial.id());
            } else {
                measured.computeIfPresent(trial.id(), (id, former) -> former.first(rounds));
            }
        }
    }

    private int forksDone(Trial trial) {
        Measurement former = measured.get(trial.id());
        return former == null ? 0 : former.forks();
    }

    private Duration estimate(Comparison comparison) {
        return comparison.trials().stream()
                .map(trial -> trial.estimate(options.mode())
                        .multipliedBy(Math.max(0, options.mode().forks() - forksDone(trial))))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** {@return what to tell of it} */
    private String measure(Comparison comparison, Progress progress) throws IOException {
        int forks = options.mode().forks();
        if (comparison.trials().stream().allMatch(trial -> forksDone(trial) >= forks)) {
            return "was done before";
        }
        try {
            comparison.check().run();
        } catch (RuntimeException | LinkageError e) {
            fail(comparison.name() + ": nothing was timed, because " + e.getMessage(), e);
            return " FAILED";
        }
        List<Trial> trials = new ArrayList<>(comparison.trials());
        int failed = 0;
        for (int round = 0; round < forks; round++) {
            // Each round begins with another, so that none is always the one that finds the machine cool.
            Collections.rotate(trials, -1);
            for (Trial trial : List.copyOf(trials)) {
                if (forksDone(trial) <= round && !measure(trial, progress)) {
                    trials.remove(trial);
                    failed++;
                }
            }
        }
        return failed == 0 ? "" : " " + failed + " FAILED";
    }

    /** {@return whether it worked} */
    private boolean measure(Trial trial, Progress progress) throws IOException {
        Instant start = Instant.now();
        try {
            Measurement fork = trial.measure(options.mode(), log);
            measured.merge(trial.id(), fork, Measurement::plus);
        } catch (Exception | LinkageError e) {
            fail(trial.id() + " failed: " + e.getMessage(), e);
            return false;
        } finally {
            progress.step(trial.estimate(options.mode()), Duration.between(start, Instant.now()));
        }
        results().write(file);
        return true;
    }

    private void fail(String sentence, Throwable cause) {
        failures.add(sentence);
        log.println(sentence);
        cause.printStackTrace(log);
        log.flush();
    }

    private ResultsFile results() {
        return new ResultsFile(environment, List.copyOf(measured.values()));
    }
}
