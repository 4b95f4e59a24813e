package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.article.Clock;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.ResultsFile;
import org.downcall.benchmarks.run.Environment;

/**
 * All that a report is made of.
 *
 * @param environment any keys; "mode", "date", "cpu.model", "os" and "jdk" are shown in the title
 * @param earlier a run to compare this one with
 */
public record RunData(
        List<Measurement> measurements,
        ObjectNode environment,
        List<Absence> absences,
        Clock clock,
        Optional<Earlier> earlier) {

    private static final Map<String, String> WARNINGS = Map.of(
            "smoke", "Smoke run: the numbers mean nothing.",
            "default",
                    "Default run: two JVMs measured each thing. Before anything depends on it: -Dbench=full.");

    /**
     * @param label which run it was, such as its date or the name of its file
     * @param environment empty if the file has none
     */
    public record Earlier(String label, List<Measurement> measurements, ObjectNode environment) {

        public Earlier {
            measurements = List.copyOf(measurements);
            Objects.requireNonNull(environment);
        }
    }

    public RunData {
        measurements = List.copyOf(measurements);
        absences = List.copyOf(absences);
        Objects.requireNonNull(environment);
    }

    /** A run as its file tells it. */
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

    /** What must be read before anything else. */
    Optional<String> warning() {
        return Optional.ofNullable(WARNINGS.get(environment.path("mode").asText()));
    }

    /** What differs between this run and the earlier one, apart from the times. */
    List<String> differences() {
        return earlier.map(run -> Environment.differences(run.environment(), environment))
                .orElse(List.of());
    }

    /** The machine and the day, in a line; what is not known is left out. */
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
