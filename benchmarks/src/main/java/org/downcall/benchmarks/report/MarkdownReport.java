package org.downcall.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;
import org.downcall.benchmarks.article.ArticleReport;

/** The report for a pull request: the answer and the most important tables. */
public final class MarkdownReport {

    private final RunData run;

    private MarkdownReport(RunData run) {
        this.run = run;
    }

    public static MarkdownReport of(RunData run) {
        return new MarkdownReport(run);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("# Downcall: benchmarks\n\n");
        run.warning().ifPresent(warning -> text.append("> **").append(warning).append("**\n\n"));
        if (!run.origin().isEmpty()) {
            text.append(MarkdownTable.escape(run.origin())).append("\n\n");
        }
        text.append("## The answer\n\n");
        Findings.of(run)
                .groups()
                .forEach((heading, lines) -> text.append("**" + heading + "**\n\n")
                        .append(items(lines))
                        .append('\n'));
        ArticleReport.of(run.measurements(), run.clock()).ifPresent(report -> {
            text.append("## The article's experiment\n\n```text\n")
                    .append(report.table())
                    .append("\n```\n\n");
            text.append(details("How to read it", items(report.notes())));
        });
        CallSections.matrix(run).ifPresent(table -> append(text, table.caption(), table));
        KernelSection.breakEven(run)
                .ifPresent(table -> append(text, "Kernels: the size from which C pays", table));
        KernelSection.slowest(run).ifPresent(table -> append(text, table.caption(), table));
        append(text, RunSections.comparison(run));
        append(text, RunSections.unsettled(run));
        Section absences = RunSections.absences(run);
        if (!absences.isEmpty()) {
            text.append(details(absences.title(), tables(absences)));
        }
        Section environment = EnvironmentSection.of(run);
        if (!environment.isEmpty()) {
            text.append(details(environment.title(), tables(environment)));
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static void append(StringBuilder text, String title, Table table) {
        text.append("## " + MarkdownTable.escape(title) + "\n\n")
                .append(MarkdownTable.of(table))
                .append('\n');
    }

    private static void append(StringBuilder text, Section section) {
        if (!section.isEmpty()) {
            text.append("## " + MarkdownTable.escape(section.title()) + "\n\n");
            section.text()
                    .forEach(paragraph ->
                            text.append(MarkdownTable.escape(paragraph)).append("\n\n"));
            text.append(tables(section)).append('\n');
        }
    }

    static String tables(Section section) {
        return section.blocks().stream()
                .map(block -> switch (block) {
                    case Section.Block.Shown shown -> MarkdownTable.of(shown.table());
                    case Section.Block.Folded folded ->
                        details(folded.summary(), MarkdownTable.of(folded.table()));
                    case Section.Block.Drawn drawn -> MarkdownTable.of(drawn.numbers());
                    case Section.Block.Verbatim verbatim ->
                        details(verbatim.summary(), "```text\n" + verbatim.text() + "\n```\n");
                    case Section.Block.Listed listed ->
                        listed.folded()
                                ? details(listed.title(), items(listed.items()))
                                : MarkdownTable.escape(listed.title()) + ":\n\n"
                                        + items(listed.items());
                })
                .collect(Collectors.joining("\n"));
    }

    private static String details(String summary, String content) {
        return "<details><summary>" + Html.escape(summary) + "</summary>\n\n" + content
                + "\n</details>\n\n";
    }

    private static String items(List<String> lines) {
        return lines.stream()
                .map(line -> "- " + MarkdownTable.escape(line) + "\n")
                .collect(Collectors.joining());
    }
}
