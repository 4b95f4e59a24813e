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
            "default", "Default run: each thing was measured in two JVMs. Before anything depends on it: -Dbench=full.");

    /**
     * @param label which run it was, such as its date or the name of its file
     * @param environment empty in files of others
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
            absent.path("params").properties().forEach(one -> params.put(one.getKey(), one.getValue().asText()));
            absences.add(new Absence(
                    absent.path("benchmark").asText(), params, absent.path("reason").asText()));
        }
        JsonNode clock = environment.path("clock");
        return new RunData(
                results.measurements(),
                environment,
                absences,
                new Clock(clock.path("readNanoseconds").asDouble(), clock.path("stepNanoseconds").asDouble()),
                earlier);
    }

    /** {@return what differs between the environments of both runs} */
    List<String> differences() {
        return earlier.map(then -> Environment.differences(then.environment(), environment)).orElse(List.of());
    }

    /** What must be read before anything else. */
    Optional<String> warning() {
        return Optional.ofNullable(WARNINGS.get(environment.path("mode").asText()));
    }

    /** The machine and the day, in a line; what is not known is left out. */
    String origin() {
        JsonNode jdk = environment.path("jdk");
        return Stream.of(
                        environment.path("cpu").path("model").asText(),
                        environment.path("os").asText(),
                        Stream.of(text(jdk, "vendor"), jdk.isTextual() ? jdk.asText() : "JDK " + text(jdk, "version"))
                                .filter(part -> !part.isBlank() && !part.equals("JDK "))
                                .collect(Collectors.joining(" ")),
                        environment.path("date").asText())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("; "));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
