package org.downcall.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of benchmarks and parameters, for readers. */
final class Names {

    private static final Pattern QUANTITY =
            Pattern.compile("([0-9][0-9_]*(?:\\.[0-9]+)?)(?: ?(ns|us|ms|s)| +(\\D.*))?");
    private static final Map<String, Double> NANOSECONDS =
            Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9);

    /** {@return {@code fresh copy} for {@code freshCopy}, {@code JVM only} for {@code jvmOnly}} */
    static String words(String name) {
        String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                .replaceAll("[-_]", " ")
                .toLowerCase(Locale.ROOT);
        for (String proper : List.of("JVM", "Java", "C", "JNI", "FFM", "GMP")) {
            words = words.replaceAll("\\b" + proper.toLowerCase(Locale.ROOT) + "\\b", proper);
        }
        return words;
    }

    /** {@return the number in the value of a parameter; a time is converted to nanoseconds} */
    static Optional<Double> quantity(String value) {
        Matcher matcher = QUANTITY.matcher(value.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(matcher.group(1).replace("_", ""));
        return Optional.of(
                matcher.group(2) == null ? number : number * NANOSECONDS.get(matcher.group(2)));
    }

    static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private Names() {}
}
