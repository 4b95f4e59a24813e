package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.article.Clock;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.Decisions;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Precision;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;
import org.downcall.benchmarks.results.ResultsFile;
import org.downcall.benchmarks.results.Settling;
import org.downcall.benchmarks.run.Environment;

/**
 * The data of a report.
 *
 * @param environment any keys; "mode", "date", "cpu.model", "os" and "jdk" appear in the title
 * @param earlier a run for comparison
 * @param decisions those on the ratios of all contenders to the references of their comparisons
 */
public record RunData(
        List<Measurement> measurements,
        ObjectNode environment,
        List<Absence> absences,
        Clock clock,
        Optional<Earlier> earlier,
        Decisions decisions) {

    /**
     * @param label the name of the run, such as its date or its file
     * @param environment empty if the file has none
     */
    public record Earlier(String label, List<Measurement> measurements, ObjectNode environment) {

        public Earlier {
            measurements = List.copyOf(measurements);
            Objects.requireNonNull(environment);
        }
    }

    public RunData(
            List<Measurement> measurements,
            ObjectNode environment,
            List<Absence> absences,
            Clock clock,
            Optional<Earlier> earlier) {
        this(
                measurements,
                environment,
                absences,
                clock,
                earlier,
                new Decisions(Comparison.ratios(measurements)));
    }

    public RunData {
        measurements = List.copyOf(measurements);
        absences = List.copyOf(absences);
        Objects.requireNonNull(environment);
    }

    /** {@return the data in a file} */
    public static RunData of(ResultsFile results, Optional<Earlier> earlier) {
        ObjectNode environment = results.environment();
        List<Absence> absences = new ArrayList<>();
        for (JsonNode absent : environment.path("absent")) {
            Map<String, String> params = new TreeMap<>();
            absent.path("params")
                    .properties()
                    .forEach(one -> params.put(one.getKey(), one.getValue().asText()));
            absences.add(new Absence(
                    absent.path("benchmark").asText(),
                    params,
                    absent.path("reason").asText()));
        }
        JsonNode clock = environment.path("clock");
        return new RunData(
                results.measurements(),
                environment,
                absences,
                new Clock(
                        clock.path("readNanoseconds").asDouble(),
                        clock.path("stepNanoseconds").asDouble()),
                earlier);
    }

    /** {@return the same run with other results} */
    RunData with(List<Measurement> results) {
        return new RunData(results, environment, absences, clock, earlier);
    }

    boolean isSmoke() {
        return environment.path("mode").asText().equals("smoke");
    }

    boolean isDefault() {
        return environment.path("mode").asText().equals("default");
    }

    /** Decides whether one contender is faster than another, for all parts of the report. */
    Verdict verdict(Ratio ratio) {
        return decisions.verdict(ratio);
    }

    Precision precision() {
        return Precision.of(Comparison.ratios(measurements));
    }

    /** {@return the results that may not have settled, the largest change first} */
    List<Settling> unsettled() {
        return measurements.stream()
                .flatMap(one -> Settling.missedBy(one).stream())
                .sorted(Comparator.comparingDouble((Settling one) -> -Math.abs(one.change())))
                .toList();
    }

    /** {@return the differences between the environments of this run and the earlier one} */
    List<String> differences() {
        return earlier.map(run -> Environment.differences(run.environment(), environment))
                .orElse(List.of());
    }

    /** {@return the machine and the date in one line, without what is unknown} */
    String origin() {
        JsonNode cpu = environment.path("cpu");
        JsonNode os = environment.path("os");
        JsonNode jdk = environment.path("jdk");
        return Stream.of(
                        words(
                                cpu.path("model").asText(),
                                processors(cpu.path("processors").asInt())),
                        os.has("distribution")
                                ? os.path("distribution").asText()
                                : words(
                                        os.path("name").asText(),
                                        os.path("kernel").asText()),
                        words(
                                jdk.path("vendor").asText(),
                                prefixed("JDK ", jdk.path("version").asText())),
                        environment.path("date").asText())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("; "));
    }

    private static String words(String... words) {
        return Stream.of(words).filter(word -> !word.isBlank()).collect(Collectors.joining(" "));
    }

    private static String prefixed(String prefix, String text) {
        return text.isBlank() ? "" : prefix + text;
    }

    private static String processors(int number) {
        return switch (number) {
            case 0 -> "";
            case 1 -> "with 1 processor";
            default -> "with " + number + " processors";
        };
    }
}
