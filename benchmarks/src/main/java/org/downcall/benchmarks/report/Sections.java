package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.downcall.benchmarks.article.ArticleReport;
import org.downcall.benchmarks.report.Drawing.Item;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.results.Measurement;

/** All sections, in the order in which they are read; those with nothing in them are left out. */
final class Sections {

    private static final String ARTICLE = "org.downcall.benchmarks.article.ArticleBenchmark";

    private static final Section METHOD = new Section(
            "method",
            "Method",
            List.of(
                    "JMH measures, in several JVMs (forks). Things that are compared take turns, fork by fork, so that "
                            + "a drift of the machine hits all of them alike; before, they are checked to give the "
                            + "same result.",
                    "A time is the mean over all samples of all forks. ± is the half width of its confidence "
                            + "interval at 99.9 %, by Student's t: over all samples, and from four forks on also over "
                            + "the means of the forks; the wider one counts. ? stands where one sample or two tell "
                            + "nothing of it. One thing is called faster than another only if their intervals do not "
                            + "touch and the slowest of its forks beats the fastest of the other's. Everything else "
                            + "is: no difference shown.",
                    "The whole method, and what can go wrong with it: docs/measurement.md in the repository."),
            List.of());

    static List<Section> of(RunData run) {
        List<Section> sections = new ArrayList<>();
        sections.add(article(run));
        sections.addAll(CallSections.of(run));
        sections.add(KernelSection.of(run));
        sections.addAll(VmSections.of(run));
        sections.add(RunSections.comparison(run));
        sections.add(RunSections.unsettled(run));
        sections.add(RunSections.absences(run));
        sections.add(RunSections.environment(run));
        sections.removeIf(Section::isEmpty);
        sections.add(METHOD);
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
            blocks.add(new Block.Verbatim("The same as text, as pytest-benchmark prints it", found.table()));
        });
        List<Measurement> rows =
                run.measurements().stream().filter(one -> one.className().equals(ARTICLE)).toList();
        if (!rows.isEmpty()) {
            blocks.add(Drawing.rows(
                    "fibonacci(10_000)",
                    rows.stream()
                            .map(one -> new Item(
                                    Names.words(one.method()), styles -> styles.of(one.method()), one))
                            .toList()));
        }
        return new Section(
                "article",
                "The article's experiment",
                List.of("The table of pytest-benchmark, for the functions of the article and what becomes of them in "
                        + "Java and C."),
                blocks);
    }

    private Sections() {}
}
