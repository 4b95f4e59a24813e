package org.downcall.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.downcall.benchmarks.report.Table.Cell;

/** A table in GitHub's Markdown, with its notes in a list below. */
final class MarkdownTable {

    static String of(Table table) {
        Map<String, Integer> notes = table.notes();
        StringBuilder text = new StringBuilder();
        line(
                text,
                table.columns().stream().map(column -> escape(column.title())).toList());
        line(
                text,
                table.columns().stream()
                        .map(column -> column.numeric() ? "--:" : "---")
                        .toList());
        table.rows()
                .forEach(row ->
                        line(text, row.stream().map(cell -> cell(cell, notes)).toList()));
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach((note, number) -> text.append(number + ". " + escape(note) + "\n"));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String cell(Cell cell, Map<String, Integer> notes) {
        return escape(cell.text())
                + (cell.small().isEmpty() ? "" : " (" + escape(cell.small()) + ")")
                + (cell.note().isEmpty() ? "" : " <sup>" + notes.get(cell.note()) + "</sup>");
    }

    /** Escapes characters that are markup, or that would end a cell. */
    static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("|", "\\|")
                .replace("*", "\\*")
                .replace("_", "\\_")
                .replace("`", "\\`")
                .replace("[", "\\[")
                .replaceAll("\\R", " ");
    }

    private MarkdownTable() {}
}
