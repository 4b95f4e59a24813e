package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;

/** The environment of a run, as {@link org.downcall.benchmarks.run.Environment} recorded it. */
final class EnvironmentSection {

    /** Absences have a section of their own. */
    private static final String ABSENT = "absent";

    /** Libraries that C is compared with, by name. */
    private static final String PEERS = "peers ";

    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("mode", "Mode of the run"),
            Map.entry("filter", "Filter of benchmarks"),
            Map.entry("date", "Date"),
            Map.entry("cpu model", "Processor"),
            Map.entry("cpu processors", "Processors that the JVM may use"),
            Map.entry("cpu threadsPerCore", "Threads per core"),
            Map.entry("cpu governor", "Governor of the clock rate"),
            Map.entry("cpu instructionSets", "Instruction sets"),
            Map.entry("os name", "Operating system"),
            Map.entry("os kernel", "Version of the kernel"),
            Map.entry("os arch", "Architecture"),
            Map.entry("os distribution", "Distribution"),
            Map.entry("load", "Load average when the run began"),
            Map.entry("jdk version", "Version of the JVM"),
            Map.entry("jdk vm", "JVM"),
            Map.entry("jdk vendor", "Vendor of the JDK"),
            Map.entry("jdk flags", "Options of the JVMs"),
            Map.entry("c compiler", "C compiler"),
            Map.entry("c options", "C options of the library"),
            Map.entry("c optionsOfTheBenchmarks", "C options of the benchmarks"),
            Map.entry("library backend", "Library"),
            Map.entry("library sha256", "SHA-256 of the native library"),
            Map.entry("library benchmarksSha256", "SHA-256 of the benchmarks' native library"),
            Map.entry("clock readNanoseconds", "Time to read the clock"),
            Map.entry("clock stepNanoseconds", "Resolution of the clock"));

    static Section of(RunData run) {
        List<List<Cell>> rows = new ArrayList<>();
        flatten("", run.environment(), rows);
        return new Section(
                "environment",
                "Environment",
                List.of(),
                rows.isEmpty()
                        ? List.of()
                        : List.of(new Block.Shown(new Table(
                                "Where this was measured",
                                List.of(Column.text("What"), Column.text("Value")),
                                rows))));
    }

    private static void flatten(String prefix, JsonNode node, List<List<Cell>> rows) {
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            if (entry.getValue().isObject()) {
                flatten(key + " ", entry.getValue(), rows);
            } else if (!key.equals(ABSENT)) {
                rows.add(List.of(Cell.text(title(key)), Cell.text(value(key, entry.getValue()))));
            }
        });
    }

    /** A key without a title is shown by its name. */
    private static String title(String key) {
        return key.startsWith(PEERS)
                ? "Version of " + key.substring(PEERS.length())
                : TITLES.getOrDefault(key, Names.capitalized(Names.words(key)));
    }

    private static String value(String key, JsonNode value) {
        if (key.endsWith("Nanoseconds")) {
            return Figures.time(value.asDouble());
        }
        if (key.equals("load")) {
            // Java returns a negative number if the system does not provide the load.
            return value.asDouble() < 0
                    ? "unknown"
                    : String.format(Locale.ROOT, "%.2f", value.asDouble());
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private EnvironmentSection() {}
}
