package org.downcall.benchmarks.report;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table, independent of the format of the report. */
record Table(String title, List<Column> columns, List<List<Cell>> rows) {

    record Column(String title, boolean numeric) {}

    /** @param note a note at the foot of the table, or empty */
    record Cell(String text, String note) {
        static Cell of(String text) {
            return new Cell(text, "");
        }
    }

    /** A cell with what a template needs: its column, and the number of its note. */
    record Placed(String text, boolean numeric, Integer note) {}

    /**
     * {@return a table without notes}
     *
     * @param columns their titles, separated by " | "; those of numbers begin with "#"
     */
    static Table of(String title, String columns, Stream<List<String>> rows) {
        return new Table(
                title,
                Stream.of(columns.split(" \\| "))
                        .map(column ->
                                new Column(column.replaceFirst("^#", ""), column.startsWith("#")))
                        .toList(),
                rows.map(row -> row.stream().map(Cell::of).toList()).toList());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** {@return the cells for a template} */
    List<List<Placed>> lines() {
        List<String> notes = notes();
        return rows.stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(i -> new Placed(
                                row.get(i).text(),
                                columns.get(i).numeric(),
                                row.get(i).note().isEmpty()
                                        ? null
                                        : notes.indexOf(row.get(i).note()) + 1))
                        .toList())
                .toList();
    }

    /** {@return the different notes, in the order of their numbers} */
    List<String> notes() {
        return rows.stream()
                .flatMap(List::stream)
                .map(Cell::note)
                .filter(note -> !note.isEmpty())
                .distinct()
                .toList();
    }

    Table withoutEmptyColumns() {
        List<Integer> kept = IntStream.range(0, columns.size())
                .filter(column ->
                        rows.stream().anyMatch(row -> !row.get(column).text().isEmpty()))
                .boxed()
                .toList();
        return new Table(
                title,
                kept.stream().map(columns::get).toList(),
                rows.stream().map(row -> kept.stream().map(row::get).toList()).toList());
    }
}
