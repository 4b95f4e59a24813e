package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.downcall.benchmarks.results.Estimate;

/** A table, independent of the format of the report. */
record Table(String caption, List<Column> columns, List<List<Cell>> rows) {

    /** @param printed false if paper has no room for it and it is dispensable */
    record Column(String title, boolean numeric, boolean printed) {

        static Column text(String title) {
            return new Column(title, false, true);
        }

        static Column number(String title) {
            return new Column(title, true, true);
        }

        Column onScreenOnly() {
            return new Column(title, numeric, false);
        }
    }

    /**
     * One field.
     *
     * @param small text in smaller letters, or empty
     * @param sort the key of a numeric column; NaN comes last
     * @param note a note at the foot of the table, or empty
     */
    record Cell(String text, String small, double sort, String note) {

        static Cell text(String text) {
            return new Cell(text, "", Double.NaN, "");
        }

        static Cell number(String text, double sort) {
            return new Cell(text, "", sort, "");
        }

        static Cell time(Estimate time) {
            return new Cell(Figures.time(time), "", time.mean(), "");
        }

        static Cell time(Estimate time, Optional<Estimate> bytes) {
            return new Cell(Figures.time(time), Figures.bytes(bytes), time.mean(), "");
        }

        static Cell bytes(Optional<Estimate> bytes) {
            return new Cell(
                    Figures.bytes(bytes), "", bytes.map(Estimate::mean).orElse(Double.NaN), "");
        }

        static Cell absent(String reason) {
            return new Cell("–", "", Double.NaN, reason);
        }

        Cell noted(String remark) {
            return new Cell(text, small, sort, remark);
        }
    }

    Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** {@return the notes of the cells in their order, numbered from 1} */
    Map<String, Integer> notes() {
        Map<String, Integer> notes = new LinkedHashMap<>();
        rows.forEach(row -> row.stream()
                .map(Cell::note)
                .filter(note -> !note.isEmpty())
                .forEach(note -> notes.putIfAbsent(note, notes.size() + 1)));
        return notes;
    }

    /** {@return the table without its empty columns} */
    Table withoutEmptyColumns() {
        List<Integer> kept = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            int index = column;
            if (rows.stream().anyMatch(row -> !row.get(index).text().isEmpty())) {
                kept.add(column);
            }
        }
        return new Table(
                caption,
                kept.stream().map(columns::get).toList(),
                rows.stream().map(row -> kept.stream().map(row::get).toList()).toList());
    }
}
