package org.downcall.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.article.ArticleReport;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Settling;

/**
 * Parts of a run in Markdown, for documents:
 *
 * <ul>
 *   <li>{@code machine}: the machine and the date, in one line
 *   <li>{@code answer HEADING}: the lines under this heading of the answer, each "label: value"
 *   <li>{@code article}: the article's table and its notes
 *   <li>{@code calls SHAPES}: the cost of a call, by shape and technology, for these shapes
 *   <li>{@code break-even}: the sizes from which C pays
 *   <li>{@code ratios KERNELS}: the speed of C compared with each other contender, size by size.
 *       KERNELS is the name of a kernel and its sizes, such as {@code multiply 1000 1000000}, or
 *       the name alone for all sizes. Commas separate several kernels for one table.
 *   <li>{@code times KERNELS}: the times themselves
 *   <li>{@code slowest}: where the library is slowest, compared with the JDK methods that it
 *       replaces
 *   <li>{@code range KERNEL}: the range in a kernel's chart, such as {@code range
 *       fibonacci-scaling}
 *   <li>{@code section ID}: the tables of a section of the report, such as {@code section
 *       cold-start}
 *   <li>{@code unsettled}: the number of results that may not have settled
 *   <li>{@code cost IDS}: a table of times and of bytes of the Java heap, a row for each benchmark.
 *       IDS are names, separated by semicolons. A name may be followed by a label that replaces the
 *       one of its class, such as {@code cost OneLong.ffm; OneLong.ffmCritical = a critical call}
 *   <li>{@code time ID}: the time of one benchmark, such as {@code time OneLong.ffm}
 *   <li>{@code ratio ID / ID}: the speed of the first compared with the second, with its verdict
 * </ul>
 */
public final class Excerpts {

    private final RunData run;

    public Excerpts(RunData run) {
        this.run = run;
    }

    /**
     * @param what as listed above
     * @throws IllegalArgumentException if there is no such part, or the run has no results for it
     */
    public String of(String what) {
        String[] words = what.split("\\s+", 2);
        String argument = words.length == 1 ? "" : words[1];
        return switch (words[0]) {
            case "machine" -> MarkdownTable.escape(run.origin());
            case "answer" -> answer(argument);
            case "article" ->
                "```text\n"
                        + ArticleReport.of(run.measurements(), run.clock())
                                .orElseThrow(missing(what))
                        + "```";
            case "calls" -> calls(List.of(argument.split(" ")));
            case "break-even" ->
                MarkdownTable.of(KernelSection.breakEven(run).orElseThrow(missing(what)));
            case "ratios" -> MarkdownTable.of(PeerTable.ratios(run, choices(argument)));
            case "times" -> MarkdownTable.of(PeerTable.times(run, choices(argument)));
            case "slowest" ->
                MarkdownTable.of(KernelSection.slowest(run).orElseThrow(missing(what)));
            case "range" ->
                MarkdownTable.escape(chart(argument).orElseThrow(missing(what)).description());
            case "section" -> section(argument);
            case "unsettled" ->
                run.measurements().stream()
                                .filter(one -> Settling.missedBy(one).isPresent())
                                .count()
                        + " of " + run.measurements().size();
            case "cost" -> MarkdownTable.of(CostTable.of(run, rows(argument)));
            case "time" -> Figures.time(measurement(argument).time());
            case "ratio" -> ratio(argument);
            default ->
                throw new IllegalArgumentException("there is no excerpt called '" + what + "'");
        };
    }

    /**
     * A kernel's chart as a picture.
     *
     * @return SVG; empty if the run has no results for that kernel
     */
    public Optional<String> picture(String kernel) {
        return chart(kernel).map(Picture::svg);
    }

    private Optional<Chart> chart(String kernel) {
        return KernelResults.of(run).stream()
                .filter(one -> one.name().equals(kernel))
                .map(one -> KernelSection.chart(one).chart())
                .findFirst();
    }

    private static List<PeerTable.Choice> choices(String kernels) {
        return Stream.of(kernels.split(",")).map(PeerTable.Choice::of).toList();
    }

    private String answer(String heading) {
        List<String> lines = Findings.of(run).groups().get(heading);
        if (lines == null) {
            throw missing("answer " + heading).get();
        }
        return lines.stream()
                .map(line -> "- " + MarkdownTable.escape(line) + "\n")
                .collect(Collectors.joining());
    }

    private String calls(List<String> shapes) {
        RunData part = new RunData(
                run.measurements().stream()
                        .filter(one -> shapes.contains(one.shortClass()))
                        .toList(),
                run.environment(),
                run.absences(),
                run.clock(),
                run.earlier());
        return MarkdownTable.of(CallSections.matrix(part).orElseThrow(missing("calls " + shapes)));
    }

    private String section(String id) {
        Section section = Sections.of(run).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(missing("section " + id));
        return MarkdownReport.tables(section);
    }

    private List<CostTable.Row> rows(String ids) {
        return Stream.of(ids.split(";"))
                .map(one -> one.strip().split("\\s+=\\s+", 2)) // parameters have no blanks around =
                .map(one -> new CostTable.Row(measurement(one[0]), one.length == 1 ? "" : one[1]))
                .toList();
    }

    private String ratio(String ids) {
        List<String> both = List.of(ids.split(" / "));
        if (both.size() != 2) {
            throw new IllegalArgumentException(
                    "ratio " + ids + ": it must name two benchmarks, separated by ' / '");
        }
        return Figures.ratio(Ratio.of(measurement(both.get(0)), measurement(both.get(1))));
    }

    private Measurement measurement(String id) {
        Optional<Measurement> found =
                run.measurements().stream().filter(one -> one.id().equals(id)).findFirst();
        return found.orElseThrow(missing(id));
    }

    private static Supplier<IllegalArgumentException> missing(String what) {
        return () -> new IllegalArgumentException("the run has no '" + what + "'");
    }
}
