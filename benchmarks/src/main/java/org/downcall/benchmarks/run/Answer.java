package org.downcall.benchmarks.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Scale;

/**
 * The result of a comparison for the terminal: the time of the first contender, and a line for each
 * other one with its speed as a multiple of the first one's, the confidence interval, and a bar.
 */
final class Answer {

    /** A bar is this long, on each side of 1, for a factor of {@link #LARGEST} or more. */
    private static final int HALF_BAR = 12;

    private static final double LARGEST = 1000;

    private static final MathContext TWO_DIGITS = new MathContext(2);

    static List<String> lines(List<Measurement> measurements) {
        List<Measurement> times =
                measurements.stream().filter(Measurement::isTime).toList();
        if (times.isEmpty()) {
            return List.of();
        }
        List<String> names = names(times);
        int width = names.stream().mapToInt(String::length).max().orElseThrow();
        Measurement first = times.getFirst();
        double mean = first.time().mean();
        Scale scale = Scale.ofTime(mean);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "    %-" + width + "s  %s %s",
                names.getFirst(),
                digits(mean * scale.factor()),
                scale.unit()));
        for (int i = 1; i < times.size(); i++) {
            Ratio ratio = Ratio.of(times.get(i), first);
            lines.add(String.format(
                            Locale.ROOT,
                            "    %-" + width + "s  %7sx  %-18s %s",
                            names.get(i),
                            digits(ratio.value()),
                            interval(ratio),
                            bar(ratio.value()))
                    .stripTrailing());
        }
        return lines;
    }

    private static String interval(Ratio ratio) {
        return Double.isNaN(ratio.low())
                ? "no interval"
                : digits(ratio.low()) + " to " + digits(ratio.high());
    }

    /** {@return what differs: the name of the method, the values of parameters, or both} */
    private static List<String> names(List<Measurement> measurements) {
        boolean oneMethod =
                measurements.stream().map(Measurement::method).distinct().count() == 1;
        List<SortedMap<String, String>> params =
                measurements.stream().map(Measurement::params).toList();
        return measurements.stream()
                .map(one -> {
                    String values = one.params().entrySet().stream()
                            .filter(param -> params.stream()
                                    .anyMatch(other ->
                                            !param.getValue().equals(other.get(param.getKey()))))
                            .map(Map.Entry::getValue)
                            .collect(Collectors.joining(", "));
                    return oneMethod && !values.isEmpty()
                            ? values
                            : values.isEmpty() ? one.method() : one.method() + ", " + values;
                })
                .toList();
    }

    private static String digits(double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        if (number < 0.1) {
            return BigDecimal.valueOf(number).round(TWO_DIGITS).toPlainString();
        }
        return String.format(
                Locale.ROOT, number < 10 ? "%.2f" : number < 100 ? "%.1f" : "%,.0f", number);
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
