package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        Optional<Earlier> earlier,
        Decisions decisions) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param label the name of the run, such as its date or its file
     * @param environment empty if the file has none
     */
    public record Earlier(String label, List<Measurement> measurements, ObjectNode environment) {}

    RunData(List<Measurement> measurements, ObjectNode environment, Optional<Earlier> earlier) {
        this(measurements, environment, earlier, new Decisions(Comparison.ratios(measurements)));
    }

    /** {@return the data in a file} */
    public static RunData of(ResultsFile results, Optional<Earlier> earlier) {
        return new RunData(results.measurements(), results.environment(), earlier);
    }

    /** {@return what could not run on the machine} */
    List<Absence> absences() {
        return environment
                .path("absent")
                .valueStream()
                .map(absent -> MAPPER.convertValue(absent, Absence.class))
                .toList();
    }

    boolean isSmoke() {
        return text("/mode").equals("smoke");
    }

    boolean isDefault() {
        return text("/mode").equals("default");
    }

    /** {@return the names of the benchmarks that failed} */
    List<String> failed() {
        return environment.path("failed").valueStream().map(JsonNode::asText).toList();
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

    /** A benchmark of this run and of the earlier one. */
    record Change(Measurement now, Measurement then, Ratio ratio) {

        static Change of(Measurement now, Measurement then) {
            return new Change(now, then, Ratio.of(now, then));
        }

        private double size() {
            return Math.abs(Math.log(ratio.value()));
        }
    }

    /** {@return the benchmarks of both runs, the largest change first} */
    List<Change> changes() {
        Map<String, Measurement> before = earlier.stream()
                .flatMap(run -> run.measurements().stream())
                .collect(Collectors.toMap(Measurement::id, one -> one, (first, second) -> first));
        return measurements.stream()
                .filter(now -> before.containsKey(now.id()))
                .map(now -> Change.of(now, before.get(now.id())))
                .sorted(Comparator.comparingDouble(Change::size).reversed())
                .toList();
    }

    /** {@return the changes that are faster or slower} */
    List<Change> decidedChanges() {
        return changes().stream()
                .filter(one -> verdict(one.ratio()) != Verdict.UNDECIDED)
                .toList();
    }

    /** {@return the machine and the date in one line, without what is unknown} */
    String origin() {
        int processors = environment.at("/cpu/processors").asInt();
        String distribution = text("/os/distribution");
        String version = text("/jdk/version");
        return Stream.of(
                        words(
                                text("/cpu/model"),
                                switch (processors) {
                                    case 0 -> "";
                                    case 1 -> "with 1 processor";
                                    default -> "with " + processors + " processors";
                                }),
                        distribution.isEmpty()
                                ? words(text("/os/name"), text("/os/kernel"))
                                : distribution,
                        words(text("/jdk/vendor"), version.isBlank() ? "" : "JDK " + version),
                        text("/date"))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("; "));
    }

    private String text(String pointer) {
        return environment.at(pointer).asText();
    }

    private static String words(String... words) {
        return Stream.of(words).filter(word -> !word.isBlank()).collect(Collectors.joining(" "));
    }
}
