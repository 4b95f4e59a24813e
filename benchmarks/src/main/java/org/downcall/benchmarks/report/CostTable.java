package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Measurement;

/** The time and the bytes of the Java heap of some benchmarks, a row for each. */
final class CostTable {

    /** @param label the label of the row; empty for the name that its class gives it */
    record Row(Measurement measurement, String label) {}

    static Table of(RunData run, List<Row> rows) {
        List<List<Cell>> cells = new ArrayList<>();
        for (Row row : rows) {
            Measurement measurement = row.measurement();
            cells.add(List.of(
                    Cell.text(row.label().isEmpty() ? name(run, measurement) : row.label()),
                    Cell.time(measurement.time()),
                    Cell.bytes(measurement.allocated())));
        }
        return new Table(
                "What it costs",
                List.of(
                        Column.text("What"),
                        Column.number("Time of one"),
                        Column.number("Bytes of Java heap")),
                cells);
    }

    private static String name(RunData run, Measurement measurement) {
        Map<String, String> params = new TreeMap<>(measurement.params());
        String name = Shapes.line(run, measurement)
                .orElseGet(() -> Names.capitalized(Names.words(measurement.shortClass())) + ", "
                        + Names.words(measurement.method()));
        for (KernelResults kernel : KernelResults.of(run)) {
            if (kernel.name().equals(params.get("kernel"))) {
                params.remove("kernel");
                name = kernel.title() + ", " + kernel.title(params.remove("contender"));
            }
        }
        return params.isEmpty() ? name : name + " (" + Names.params(params) + ")";
    }

    private CostTable() {}
}
