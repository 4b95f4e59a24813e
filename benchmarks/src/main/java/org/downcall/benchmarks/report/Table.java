package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.downcall.benchmarks.results.Estimate;

/** A table, whatever it will be rendered in. */
record Table(String caption, List<Column> columns, List<List<Cell>> rows) {

    /** @param printed false if there is no room for it on paper, and it can be spared */
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
     * @param small said beside the text in smaller letters; empty if nothing is
     * @param sort what a numeric column is sorted by; NaN comes last
     * @param note a remark at the foot of the table; empty if there is none
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

    /** The remarks of the cells, numbered from 1 in the order in which they come. */
    Map<String, Integer> notes() {
        Map<String, Integer> notes = new LinkedHashMap<>();
        rows.forEach(row -> row.stream()
                .map(Cell::note)
                .filter(note -> !note.isEmpty())
                .forEach(note -> notes.putIfAbsent(note, notes.size() + 1)));
        return notes;
    }

    /** {@return the table without the columns in which nothing stands} */
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
