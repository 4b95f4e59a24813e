package org.downcall.benchmarks.report;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of benchmarks and parameters, for people. */
final class Names {

    private static final Pattern QUANTITY = Pattern.compile("([0-9][0-9_]*(?:\\.[0-9]+)?)\\s*(ns|us|ms|s)?");
    private static final Map<String, Double> NANOSECONDS = Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9);

    /** {@code freshCopy} to {@code fresh copy}, {@code jvmOnly} to {@code JVM only}. */
    static String words(String name) {
        String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").replace('-', ' ').replace('_', ' ');
        return words.toLowerCase(Locale.ROOT)
                .replaceAll("\\bjvm\\b", "JVM")
                .replaceAll("\\bjava\\b", "Java")
                .replaceAll("\\bjni\\b", "JNI")
                .replaceAll("\\bffm\\b", "FFM")
                .replaceAll("\\bgmp\\b", "GMP");
    }

    static String params(Map<String, String> params) {
        return params.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The value of a parameter that is a number, or a time, which becomes nanoseconds. */
    static Optional<Double> quantity(String value) {
        Matcher matcher = QUANTITY.matcher(value.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(matcher.group(1).replace("_", ""));
        return Optional.of(matcher.group(2) == null ? number : number * NANOSECONDS.get(matcher.group(2)));
    }

    static boolean isTime(String value) {
        Matcher matcher = QUANTITY.matcher(value.strip());
        return matcher.matches() && matcher.group(2) != null;
    }

    private Names() {}
}
