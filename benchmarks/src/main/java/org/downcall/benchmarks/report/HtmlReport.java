package org.downcall.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.results.ResultsFile;

/** The report as one page that needs no other file and no network. */
public final class HtmlReport {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private static final String READING =
            "In the charts below, bars with caps are confidence intervals at 99.9 %. An interval that is"
                    + " shorter than the symbol of its mean is not drawn. Logarithmic axes are marked.";

    private final RunData run;
    private final ArrayNode charts = JsonNodeFactory.instance.arrayNode();

    private HtmlReport(RunData run) {
        this.run = run;
    }

    public static HtmlReport of(RunData run) {
        return new HtmlReport(run);
    }

    @Override
    public String toString() {
        charts.removeAll();
        StringBuilder sections = new StringBuilder();
        StringBuilder contents = new StringBuilder();
        for (Section section : Sections.of(run)) {
            sections.append(section(section));
            contents.append("<li><a href=\"#" + section.id() + "\">" + Html.escape(section.title())
                    + "</a></li>\n");
        }
        Map<String, String> parts = Map.ofEntries(
                Map.entry("origin", Html.escape(run.origin())),
                Map.entry(
                        "warning",
                        run.warning()
                                .map(text -> "<p class=\"warning\" role=\"note\">"
                                        + Html.escape(text) + "</p>")
                                .orElse("")),
                Map.entry("answer", answer()),
                Map.entry("contents", contents.toString()),
                Map.entry("sections", sections.toString()),
                Map.entry("style", Scripts.own("report.css")),
                Map.entry("reading", charts.isEmpty() ? "" : Html.paragraphs(List.of(READING))),
                Map.entry("charts", json(charts.toString())),
                Map.entry("results", json(results())),
                Map.entry("echarts", Scripts.inPage(Scripts.echarts())),
                Map.entry("echartsVersion", Scripts.echartsVersion()),
                Map.entry("tablesort", Scripts.inPage(Scripts.tablesort())),
                Map.entry("tablesortVersion", Scripts.tablesortVersion()),
                Map.entry(
                        "licences",
                        Html.escape(Scripts.tablesortLicence() + Scripts.own("licences.txt"))),
                Map.entry(
                        "script",
                        Scripts.inPage(Scripts.own("charts.js") + Scripts.own("report.js"))));
        return PLACE.matcher(Scripts.own("report.html"))
                .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
    }

    private String answer() {
        StringBuilder html = new StringBuilder();
        Findings.of(run)
                .groups()
                .forEach((heading, lines) -> html.append("<h3>")
                        .append(Html.escape(heading))
                        .append("</h3>\n")
                        .append(Html.items(lines)));
        return html.isEmpty() ? "<p>This run has no results for it.</p>\n" : html.toString();
    }

    private String section(Section section) {
        StringBuilder html = new StringBuilder("<section id=\"" + section.id() + "\">\n<h2>")
                .append(Html.escape(section.title()))
                .append("</h2>\n")
                .append(Html.paragraphs(section.text()));
        boolean inCharts = false;
        for (Block block : section.blocks()) {
            boolean isChart = block instanceof Block.Drawn;
            if (isChart != inCharts) {
                html.append(isChart ? "<div class=\"charts\">\n" : "</div>\n");
                inCharts = isChart;
            }
            html.append(block(block));
        }
        return html.append(inCharts ? "</div>\n" : "").append("</section>\n").toString();
    }

    private String block(Block block) {
        return switch (block) {
            case Block.Shown shown -> Html.table(shown.table());
            case Block.Folded folded -> details("", folded.summary(), Html.table(folded.table()));
            case Block.Verbatim verbatim ->
                details(
                        "screen", // too wide for a page
                        verbatim.summary(),
                        Html.scrolling(verbatim.summary()) + "<pre>" + Html.escape(verbatim.text())
                                + "</pre></div>\n");
            case Block.Listed listed ->
                listed.folded()
                        ? details("printed", listed.title(), Html.items(listed.items()))
                        : "<p>" + Html.prose(listed.title()) + ":</p>\n"
                                + Html.items(listed.items());
            case Block.Drawn drawn -> figure(drawn);
        };
    }

    private String figure(Block.Drawn drawn) {
        String id = "chart-" + charts.size();
        charts.add(ChartJson.of(drawn.chart()).put("id", id));
        boolean wide = drawn.chart() instanceof Chart.Lines;
        return "<figure" + (wide ? " class=\"wide\"" : "") + ">\n<figcaption><strong>"
                + Html.escape(drawn.chart().title()) + "</strong> <span>"
                + Html.prose(drawn.chart().description())
                + "</span></figcaption>\n<div class=\"chart\" id=\"" + id
                + "\" role=\"img\" aria-label=\""
                + Html.escape(drawn.chart().title() + ". " + drawn.chart().description())
                + "\"></div>\n"
                + details(wide ? "printed" : "", "Numbers", Html.table(drawn.numbers()))
                + "</figure>\n";
    }

    /**
     * @param kind "printed" for content that is unfolded on paper, "screen" for content that is not
     *     printed
     */
    private static String details(String kind, String summary, String content) {
        return "<details" + (kind.isEmpty() ? "" : " class=\"" + kind + "\"") + "><summary>"
                + Html.escape(summary) + "</summary>\n" + content + "</details>\n";
    }

    /** {@return the content of results.json} */
    private String results() {
        try {
            return new ResultsFile(run.environment(), run.measurements()).toJson();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Escapes "less than", which could begin the end tag of the script element. report.js restores
     * it.
     */
    private static String json(String text) {
        return text.replace("<", "\\u003c");
    }
}
