package org.downcall.benchmarks.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;

/** Text and tables as HTML. */
final class Html {

    /** Sorts last. For tablesort, a text that is not a decimal number is zero. */
    private static final String LAST = "1" + "0".repeat(30);

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Escapes text that must not be broken between a figure, its error and its unit. */
    static String prose(String text) {
        return escape(text)
                .replaceAll(" ± ", "\u00a0±\u00a0")
                .replaceAll("(?<=[0-9?]) (?=(ns|µs|ms|s|B)\\b)", "\u00a0");
    }

    static String paragraphs(List<String> texts) {
        return texts.stream()
                .map(text -> "<p>" + prose(text) + "</p>\n")
                .collect(Collectors.joining());
    }

    static String items(List<String> texts) {
        return texts.stream()
                .map(text -> "<li>" + prose(text) + "</li>\n")
                .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
    }

    /** A table in a box that scrolls, so that the page does not. */
    static String table(Table table) {
        Map<String, Integer> notes = table.notes();
        StringBuilder html = new StringBuilder(scrolling(table.caption()))
                .append("\n<table class=\"sortable\">\n<caption>")
                .append(escape(table.caption()))
                .append("</caption>\n<thead><tr>");
        // The keyboard can reach a button. Its click bubbles up to the header, where tablesort
        // handles it.
        table.columns()
                .forEach(column -> html.append("<th scope=\"col\"")
                        .append(classes(column))
                        .append(column.numeric() ? " data-sort-method=\"number\">" : ">")
                        .append("<button type=\"button\">")
                        .append(escape(column.title()))
                        .append("</button></th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (List<Cell> row : table.rows()) {
            html.append("<tr>");
            for (int column = 0; column < row.size(); column++) {
                html.append(cell(row.get(column), column == 0, table.columns().get(column), notes));
            }
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table>\n</div>\n");
        if (!notes.isEmpty()) {
            html.append("<ol class=\"notes\">\n");
            notes.keySet()
                    .forEach(note -> html.append("<li>").append(escape(note)).append("</li>\n"));
            html.append("</ol>\n");
        }
        return html.toString();
    }

    /**
     * A group, because a landmark for each table would be too many. It has a tabindex so that the
     * keyboard can scroll it.
     */
    static String scrolling(String label) {
        return "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"" + escape(label)
                + "\">";
    }

    private static String classes(Column column) {
        String classes =
                ((column.numeric() ? "number " : "") + (column.printed() ? "" : "screen")).strip();
        return classes.isEmpty() ? "" : " class=\"" + classes + "\"";
    }

    private static String cell(
            Cell cell, boolean first, Column column, Map<String, Integer> notes) {
        String tag = first ? "th" : "td";
        return "<" + tag + (first ? " scope=\"row\"" : "")
                + classes(column)
                + (column.numeric() ? " data-sort=\"" + sortKey(cell.sort()) + "\"" : "")
                + (cell.note().isEmpty() ? "" : " title=\"" + escape(cell.note()) + "\"") + ">"
                + escape(cell.text())
                + (cell.note().isEmpty() ? "" : "<sup>" + notes.get(cell.note()) + "</sup>")
                + (cell.small().isEmpty() ? "" : "<small>" + escape(cell.small()) + "</small>")
                + "</" + tag + ">";
    }

    private static String sortKey(double value) {
        return Double.isNaN(value) || Double.isInfinite(value)
                ? LAST
                : BigDecimal.valueOf(value).toPlainString();
    }

    private Html() {}
}
