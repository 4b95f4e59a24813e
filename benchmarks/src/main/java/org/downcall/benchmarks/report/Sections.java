package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.downcall.benchmarks.article.ArticleReport;
import org.downcall.benchmarks.report.Drawing.Item;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.results.Measurement;

/** All sections in the order of the report, without empty ones. */
final class Sections {

    private static final String ARTICLE = "org.downcall.benchmarks.article.ArticleBenchmark";

    static List<Section> of(RunData run) {
        List<Section> sections = new ArrayList<>();
        sections.add(article(run));
        sections.addAll(CallSections.of(run));
        sections.add(KernelSection.of(run));
        sections.addAll(VmSections.of(run));
        sections.add(RunSections.comparison(run));
        sections.add(RunSections.unsettled(run));
        sections.add(RunSections.absences(run));
        sections.add(EnvironmentSection.of(run));
        sections.removeIf(Section::isEmpty);
        sections.add(MethodSection.of(run));
        Section everything = RunSections.everything(run);
        if (!everything.isEmpty()) {
            sections.add(everything);
        }
        return sections;
    }

    private static Section article(RunData run) {
        Optional<ArticleReport> report = ArticleReport.of(run.measurements(), run.clock());
        List<Block> blocks = new ArrayList<>();
        report.ifPresent(found -> {
            blocks.add(new Block.Shown(ArticleTable.of(found)));
            blocks.add(new Block.Listed("How to read it", found.notes(), true));
            blocks.add(new Block.Verbatim(
                    "The table as text, in the form of pytest-benchmark", found.table()));
        });
        List<Measurement> rows = run.measurements().stream()
                .filter(one -> one.className().equals(ARTICLE))
                .toList();
        if (!rows.isEmpty()) {
            blocks.add(Drawing.rows(
                    "fibonacci(10_000)",
                    rows.stream()
                            .map(one -> new Item(
                                    Names.words(one.method()),
                                    styles -> styles.of(one.method()),
                                    one))
                            .toList()));
        }
        return new Section(
                "article",
                "The article's experiment",
                List.of(
                        "The table of pytest-benchmark for the functions of the article, in Java and in C."),
                blocks);
    }

    private Sections() {}
}
