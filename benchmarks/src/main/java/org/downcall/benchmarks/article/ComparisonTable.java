package org.downcall.benchmarks.article;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.downcall.benchmarks.results.Scale;

/**
 * Prints rows like pytest-benchmark: the fastest first, each figure with its ratio to the best of
 * its column.
 */
final class ComparisonTable {

    /**
     * One row.
     *
     * @param times of one iteration, in nanoseconds
     * @param iterations the number of iterations in a round
     */
    record Entry(String name, RoundStatistics times, int iterations) {}

    /** A column: its header, its cells from the top, and whether they are on the right. */
    private record Cells(String header, boolean right, List<String> texts) {

        String line(String text) {
            int width = Stream.concat(Stream.of(header), texts.stream())
                    .mapToInt(String::length)
                    .max()
                    .orElseThrow();
            String padding = " ".repeat(width - text.length());
            return " " + (right ? padding + text : text + padding) + " ";
        }
    }

    private final String title;
    private final List<Entry> entries;

    ComparisonTable(String title, List<Entry> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("no rows");
        }
        this.title = title;
        this.entries = entries.stream()
                .sorted(Comparator.comparingDouble(entry -> entry.times().min()))
                .toList();
    }

    /** {@return the table, without a line separator at its end} */
    @Override
    public String toString() {
        Scale time = Scale.ofTime(entries.getFirst().times().min());
        List<Cells> columns = List.of(
                text("Name (time in " + time.unit() + ")", false, Entry::name),
                figures("Min", time, RoundStatistics::min),
                figures("Max", time, RoundStatistics::max),
                figures("Mean", time, RoundStatistics::mean),
                figures("StdDev", time, RoundStatistics::standardDeviation),
                figures("Median", time, RoundStatistics::median),
                figures("IQR", time, RoundStatistics::interquartileRange),
                text("Outliers", true, ComparisonTable::outliers),
                operations(),
                text("Rounds", true, entry -> Integer.toString(entry.times().rounds())),
                text("Iterations", true, entry -> Integer.toString(entry.iterations())));
        String header = columns.stream()
                .map(column -> column.line(column.header()))
                .collect(Collectors.joining());
        Stream<String> rows = IntStream.range(0, entries.size())
                .mapToObj(row -> columns.stream()
                        .map(column -> column.line(column.texts().get(row)))
                        .collect(Collectors.joining()));
        int width = header.length();
        return Stream.of(
                        Stream.of(titled(width), header, "-".repeat(width)),
                        rows,
                        Stream.of("-".repeat(width)))
                .flatMap(lines -> lines)
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }

    /** {@return a line with the title in its middle} */
    private String titled(int width) {
        String text = " " + title + " ";
        int left = Math.max(0, (width - text.length()) / 2);
        int right = Math.max(0, width - text.length() - left);
        return "-".repeat(left) + text + "-".repeat(right);
    }

    private static String outliers(Entry entry) {
        return entry.times().beyondDeviation() + ";" + entry.times().beyondFences();
    }

    private Cells text(String header, boolean right, Function<Entry, String> cell) {
        return new Cells(header, right, entries.stream().map(cell).toList());
    }

    private Cells figures(String header, Scale scale, ToDoubleFunction<RoundStatistics> figure) {
        double[] figures =
                entries.stream().map(Entry::times).mapToDouble(figure).toArray();
        double best = Arrays.stream(figures).min().orElseThrow();
        return withRatios(header, scale, figures, best);
    }

    private Cells operations() {
        double[] perSecond = entries.stream()
                .mapToDouble(entry -> 1e9 * entry.times().operationsPerTime())
                .toArray();
        double best = Arrays.stream(perSecond).max().orElseThrow();
        double worst = Arrays.stream(perSecond).min().orElseThrow();
        Scale scale = Scale.ofOperations(worst);
        return withRatios("OPS (" + scale.unit() + ")", scale, perSecond, best);
    }

    /**
     * The ratios follow the figures and are padded to one width, which aligns the decimal points of
     * the figures.
     */
    private static Cells withRatios(String header, Scale scale, double[] figures, double best) {
        List<String> ratios = new ArrayList<>();
        int width = 0;
        for (double figure : figures) {
            String ratio = " (" + ratio(figure, best) + ")";
            ratios.add(ratio);
            width = Math.max(width, ratio.length());
        }
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < figures.length; i++) {
            cells.add(scale.format(figures[i])
                    + ratios.get(i)
                    + " ".repeat(width - ratios.get(i).length()));
        }
        return new Cells(header + " ".repeat(width), true, cells);
    }

    /** {@return a short ratio, with enough digits that only zero reads as zero} */
    static String ratio(double figure, double best) {
        if (figure == best) {
            return "1.0";
        }
        double ratio = figure / best;
        if (Double.isInfinite(ratio)) {
            return "inf";
        }
        if (ratio >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", ratio);
        }
        return String.format(Locale.ROOT, ratio < 0.01 ? "%.2g" : "%.2f", ratio);
    }
}
