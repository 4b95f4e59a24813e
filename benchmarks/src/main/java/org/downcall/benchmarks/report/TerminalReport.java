package org.downcall.benchmarks.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.downcall.benchmarks.article.ArticleReport;
import org.downcall.benchmarks.report.Changes.Change;
import org.downcall.benchmarks.report.Table.Cell;

/** The report in plain ASCII: the article's table, the answer, and the cost of each call. */
public final class TerminalReport {

    private static final int WIDTH = 400;

    /** The number of changes that are shown; the other reports show all. */
    private static final int CHANGES = 10;

    private final RunData run;

    private TerminalReport(RunData run) {
        this.run = run;
    }

    public static TerminalReport of(RunData run) {
        return new TerminalReport(run);
    }

    /** {@return lines, each with a separator at its end} */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        run.warning().map(TerminalReport::banner).ifPresent(parts::add);
        ArticleReport.of(run.measurements(), run.clock())
                .map(ArticleReport::toString)
                .ifPresent(parts::add);
        Findings.of(run)
                .groups()
                .forEach((heading, lines) -> parts.add(lines.stream()
                        .map(one -> "- " + one + "\n")
                        .collect(Collectors.joining("", heading + ":\n", ""))));
        CallSections.matrix(run)
                .map(table -> table("Time of one call:", table))
                .ifPresent(parts::add);
        Changes.of(run).map(TerminalReport::changes).ifPresent(parts::add);
        run.warning().map(TerminalReport::banner).ifPresent(parts::add);
        return ascii(String.join("\n", parts));
    }

    private static String banner(String warning) {
        String line = "!".repeat(warning.length() + 8);
        return line + "\n!!  " + warning + "  !!\n" + line + "\n";
    }

    private static String changes(Changes changes) {
        String summary = "Compared with an earlier run. " + changes.summary();
        List<Change> largest = changes.decided().stream().limit(CHANGES).toList();
        return largest.isEmpty()
                ? summary + "\n"
                : table(
                        summary
                                + (changes.decided().size() > CHANGES
                                        ? "; the largest changes:"
                                        : ""),
                        new Table(
                                "",
                                List.of(
                                        Table.Column.text("Benchmark"),
                                        Table.Column.number("Now"),
                                        Table.Column.number("Then"),
                                        Table.Column.text("Now is")),
                                largest.stream().map(TerminalReport::row).toList()));
    }

    private static List<Cell> row(Change change) {
        return List.of(
                Cell.text(change.now().id()),
                Cell.time(change.now().time()),
                Cell.time(change.then().time()),
                Cell.text(Figures.ratio(change.ratio())));
    }

    /**
     * The bytes and the notes are in the other reports, because a terminal has no room for them.
     */
    private static String table(String title, Table table) {
        List<Column> columns = table.columns().stream()
                .map(column -> new Column()
                        .header(column.title())
                        .headerAlign(
                                column.numeric() ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT)
                        .dataAlign(column.numeric() ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT)
                        .maxWidth(WIDTH, OverflowBehaviour.CLIP_RIGHT))
                .toList();
        String[][] cells = table.rows().stream()
                .map(row -> row.stream().map(Cell::text).toArray(String[]::new))
                .toArray(String[][]::new);
        String text = AsciiTable.builder()
                .lineSeparator("\n")
                .border(AsciiTable.NO_BORDERS)
                .data(columns.toArray(Column[]::new), cells)
                .asString();
        return title + "\n"
                + text.lines().map(String::stripTrailing).collect(Collectors.joining("\n")) + "\n";
    }

    /** Some consoles show ASCII only. */
    private static String ascii(String text) {
        Map<String, String> letters =
                Map.of("±", "+-", "µ", "u", "×", "x", "–", "-", "∞", "infinity");
        String plain = text;
        for (Map.Entry<String, String> letter : letters.entrySet()) {
            plain = plain.replace(letter.getKey(), letter.getValue());
        }
        return plain;
    }
}
