package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.downcall.benchmarks.results.BreakEven;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * The verdicts on C and another contender over the sizes, as short values such as "faster from
 * bits = 1,000".
 *
 * @param unit the unit of a size
 * @param ratios the speed of C as a multiple of the other's, by size
 */
record Standing(String unit, SortedMap<Double, Ratio> ratios) {

    /** {@return the size from which C is faster, and the smaller sizes at which it is, too} */
    List<String> faster() {
        List<String> clauses = new ArrayList<>();
        Optional<Double> from = BreakEven.of(ratios);
        from.ifPresent(size -> clauses.add(fasterFrom(size)));
        SortedMap<Double, Ratio> islands =
                only(Verdict.FASTER, ratios.headMap(from.orElse(Double.POSITIVE_INFINITY)));
        if (!islands.isEmpty()) {
            clauses.add("faster " + at(islands) + " (not at every larger size)");
        }
        return clauses;
    }

    private String fasterFrom(double size) {
        double largest = ratios.lastKey();
        if (ratios.size() == 1) {
            return Figures.ratio(ratios.get(size)) + " " + everywhere();
        }
        if (size == largest) {
            return Figures.ratio(ratios.get(size)) + " at " + text(size) + " (the largest size)";
        }
        return "faster " + (size == ratios.firstKey() ? everywhere() : "from " + text(size))
                + atMost(largest);
    }

    Optional<String> slower() {
        SortedMap<Double, Ratio> slower = only(Verdict.SLOWER, ratios);
        if (slower.isEmpty()) {
            return Optional.empty();
        }
        double worst = slower.keySet().stream()
                .min(Comparator.comparingDouble(size -> slower.get(size).value()))
                .orElseThrow();
        return Optional.of(
                slower.size() == 1
                        ? Figures.ratio(slower.get(worst)) + " " + at(slower)
                        : "slower " + at(slower) + atMost(worst));
    }

    /** {@return the sizes at which no difference was shown} */
    Optional<String> open() {
        SortedMap<Double, Ratio> open = only(Verdict.UNDECIDED, ratios);
        return open.isEmpty() ? Optional.empty() : Optional.of(at(open));
    }

    Verdict atTheLargestSize() {
        return ratios.get(ratios.lastKey()).verdict();
    }

    private static SortedMap<Double, Ratio> only(Verdict verdict, SortedMap<Double, Ratio> ratios) {
        SortedMap<Double, Ratio> some = new TreeMap<>(ratios);
        some.values().removeIf(ratio -> ratio.verdict() != verdict);
        return some;
    }

    private String atMost(double size) {
        return " (" + Figures.ratio(ratios.get(size)) + " at " + text(size) + ")";
    }

    private String at(SortedMap<Double, ?> sizes) {
        return sizes.size() == ratios.size()
                ? everywhere()
                : "at " + unit + " = "
                        + sizes.keySet().stream()
                                .map(Figures::count)
                                .collect(Collectors.joining(", "));
    }

    private String everywhere() {
        String smallest = text(ratios.firstKey());
        return ratios.size() == 1
                ? "at " + smallest + " (the only size)"
                : "at every size, " + smallest + " to " + Figures.count(ratios.lastKey());
    }

    private String text(double size) {
        return unit + " = " + Figures.count(size);
    }
}
