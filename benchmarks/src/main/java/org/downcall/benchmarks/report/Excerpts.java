package org.downcall.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.downcall.benchmarks.article.ArticleReport;
import org.downcall.benchmarks.report.Picture.Format;
import org.downcall.benchmarks.results.Figures;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;

/** Parts of a run in Markdown, for documents. docs/measurement.md lists them. */
public final class Excerpts {

    private final RunData run;

    public Excerpts(RunData run) {
        this.run = run;
    }

    /**
     * @param what as docs/measurement.md lists it
     * @throws IllegalArgumentException if there is no such part, or the run has no results for it
     */
    public String of(String what) {
        String argument = afterFirstWord(what);
        return switch (firstWord(what)) {
            case "machine" -> Template.markdown(run.origin());
            case "time" -> Figures.time(measurement(argument).time());
            case "ratio" -> ratio(argument);
            case "cost" -> text(cost(argument), what);
            case "precision" ->
                Figures.percent(
                        switch (argument) {
                            case "median" -> run.precision().median();
                            case "quartile" -> run.precision().lowerQuartile();
                            default -> throw unknown(what);
                        });
            case "table" -> table(argument, what);
            default -> throw unknown(what);
        };
    }

    private String table(String name, String what) {
        String argument = afterFirstWord(name);
        List<String> choices = argument.isEmpty() ? List.of() : List.of(argument.split(","));
        return switch (firstWord(name)) {
            case "article" ->
                ArticleReport.of(run.measurements())
                        .map(report -> "```text\n" + report.table() + "\n```")
                        .orElseThrow(() -> missing(what));
            case "calls" -> text(Tables.calls(run, words(argument)), what);
            case "break-even" -> text(breakEven(argument), what);
            case "slowest" -> text(Tables.slowest(run), what);
            case "ratios" -> text(Tables.kernels(run, choices, true), what);
            case "times" -> text(Tables.kernels(run, choices, false), what);
            default -> throw unknown(what);
        };
    }

    private Table breakEven(String choice) {
        String[] lists = (" " + choice + " ").split(" for ", 2);
        return Tables.breakEven(run, words(lists[0]), words(lists.length == 1 ? "" : lists[1]));
    }

    private static String firstWord(String text) {
        return text.split("\\s+", 2)[0];
    }

    private static String afterFirstWord(String text) {
        return text.substring(firstWord(text).length()).strip();
    }

    /** {@return the words, which blanks or commas separate} */
    private static List<String> words(String text) {
        return Stream.of(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }

    private static String text(Table table, String what) {
        if (table.isEmpty()) {
            throw missing(what);
        }
        return Template.fill("table.md", table);
    }

    private Table cost(String ids) {
        Map<Measurement, String> labels = new LinkedHashMap<>();
        for (String id : ids.split(";")) {
            String[] parts = id.strip().split("\\s+=\\s+", 2); // parameters have no blanks around =
            labels.put(measurement(parts[0]), parts.length == 1 ? "" : parts[1]);
        }
        return Tables.cost(labels);
    }

    private String ratio(String ids) {
        List<String> both = List.of(ids.split(" / "));
        if (both.size() != 2) {
            throw new IllegalArgumentException(
                    "ratio " + ids + ": it must name two benchmarks, separated by ' / '");
        }
        Ratio ratio = Ratio.of(measurement(both.get(0)), measurement(both.get(1)));
        if (!ratio.inTurns()) {
            throw new IllegalArgumentException("ratio " + ids + ": the two did not take turns");
        }
        return Figures.ratio(ratio);
    }

    private Measurement measurement(String id) {
        return run.measurements().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> missing(id));
    }

    private static IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException("there is no excerpt called '" + what + "'");
    }

    private static IllegalArgumentException missing(String what) {
        return new IllegalArgumentException("the run has no '" + what + "'");
    }

    /**
     * {@return a picture for a document, as SVG}
     *
     * @param name {@code call-cost}, {@code speed}, or the name of a kernel
     * @throws IllegalArgumentException if the run has no results for it
     */
    public String picture(String name) {
        return Pictures.named(name, run, Format.DOCUMENT).orElseThrow(() -> missing(name));
    }
}
