package org.downcall.benchmarks.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.downcall.benchmarks.results.Figures;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;

/**
 * The result of a comparison for the terminal: the time of the first contender, and a line for each
 * other one with its speed as a multiple of the first one's, the confidence interval, and a bar.
 */
public final class Answer {

    /** A bar is this long, on each side of 1, for a factor of {@link #LARGEST} or more. */
    private static final int HALF_BAR = 12;

    private static final double LARGEST = 1000;

    /** {@return the lines; none without times} */
    public static List<String> lines(List<Measurement> measurements) {
        List<Measurement> times =
                measurements.stream().filter(Measurement::isTime).toList();
        List<String> names = names(times);
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            String name =
                    "    " + names.get(i) + " ".repeat(width - names.get(i).length());
            if (i == 0) {
                lines.add(name + "  "
                        + Figures.ascii(Figures.time(times.getFirst().time())));
            } else {
                Ratio ratio = Ratio.of(times.get(i), times.getFirst());
                lines.add(String.format(
                                "%s  %8s  %-18s %s",
                                name,
                                Figures.ascii(Figures.factor(ratio.value())),
                                Figures.interval(ratio),
                                bar(ratio.value()))
                        .stripTrailing());
            }
        }
        return lines;
    }

    /** {@return what differs: the name of the method, the values of parameters, or both} */
    private static List<String> names(List<Measurement> measurements) {
        boolean oneMethod =
                measurements.stream().map(Measurement::method).distinct().count() == 1;
        return measurements.stream()
                .map(one -> {
                    String values = one.params().entrySet().stream()
                            .filter(param -> measurements.stream()
                                    .anyMatch(other -> !param.getValue()
                                            .equals(other.params().get(param.getKey()))))
                            .map(Map.Entry::getValue)
                            .collect(Collectors.joining(", "));
                    if (values.isEmpty()) {
                        return one.method();
                    }
                    return oneMethod ? values : one.method() + ", " + values;
                })
                .toList();
    }

    /** {@return a bar that begins in the middle, to the right if the value is above 1} */
    static String bar(double value) {
        double part = Math.log(value) / Math.log(LARGEST);
        int length = (int) Math.min(HALF_BAR, Math.round(Math.abs(part) * HALF_BAR));
        return part < 0
                ? " ".repeat(HALF_BAR - length) + "=".repeat(length) + "|"
                : " ".repeat(HALF_BAR) + "|" + "=".repeat(length);
    }

    private Answer() {}
}
