package org.downcall.benchmarks.results;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * From which size on one contender of a kernel is faster than another one.
 *
 * @param points the sizes at which both were measured, ascending
 */
public record BreakEven(List<Point> points) {

    /** @param ratio how much faster the one is than the other */
    public record Point(long size, Ratio ratio) {

        boolean is(Verdict verdict) {
            return ratio.verdict() == verdict;
        }
    }

    public BreakEven {
        points = List.copyOf(points);
    }

    /**
     * @param measurements those with parameters "kernel", "contender" and "size" count, in any order
     * @param one the contender that is asked about
     * @param other the one that it has to beat
     */
    public static BreakEven of(List<Measurement> measurements, String kernel, String one, String other) {
        SortedMap<Long, Measurement> others = bySize(measurements, kernel, other);
        List<Point> points = new ArrayList<>();
        bySize(measurements, kernel, one).forEach((size, measurement) -> {
            if (others.containsKey(size)) {
                points.add(new Point(size, Ratio.of(measurement.time(), others.get(size).time())));
            }
        });
        return new BreakEven(points);
    }

    private static SortedMap<Long, Measurement> bySize(
            List<Measurement> measurements, String kernel, String contender) {
        return measurements.stream()
                .filter(one -> kernel.equals(one.params().get("kernel"))
                        && contender.equals(one.params().get("contender"))
                        && one.params().containsKey("size"))
                .collect(Collectors.toMap(
                        one -> Long.parseLong(one.params().get("size")), one -> one, Measurement::plus, TreeMap::new));
    }

    /** {@return the smallest size at which, and at all larger ones, the one is faster beyond doubt} */
    public OptionalLong from() {
        int first = firstOfTheFaster();
        return first < points.size() ? OptionalLong.of(points.get(first).size()) : OptionalLong.empty();
    }

    private int firstOfTheFaster() {
        int first = points.size();
        while (first > 0 && points.get(first - 1).is(Verdict.FASTER)) {
            first--;
        }
        return first;
    }

    /** Such as "faster from 400 on; slower at 200", "no break-even up to 1000: slower at 10, 100, 1000". */
    @Override
    public String toString() {
        if (points.isEmpty()) {
            return "not measured";
        }
        int first = firstOfTheFaster();
        if (first == 0) {
            return "faster at every size, from " + points.getFirst().size() + " on";
        }
        if (first < points.size()) {
            Point last = points.get(first - 1);
            return "faster from " + points.get(first).size() + " on; " + last.ratio().verdict() + " at " + last.size();
        }
        return "no break-even up to " + points.getLast().size() + ": "
                + Stream.of(Verdict.values())
                        .filter(verdict -> points.stream().anyMatch(point -> point.is(verdict)))
                        .map(verdict -> verdict + " at " + sizes(verdict))
                        .collect(Collectors.joining("; "));
    }

    private String sizes(Verdict verdict) {
        return points.stream()
                .filter(point -> point.is(verdict))
                .map(point -> Long.toString(point.size()))
                .collect(Collectors.joining(", "));
    }
}
