package org.downcall.benchmarks.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The options of the user: the properties {@code bench} and {@code bench.*}.
 *
 * @param sets how often a comparison is measured, in new JVMs, if it does not limit their number
 * @param filter selects trials: it must be found in the name with the parameters
 * @param resume whether to continue the run that is there
 * @param compare the results of an earlier run, for comparison
 * @param publish the directory in docs/results for the results; an empty name stands for one made
 *     of date, CPU and JDK
 */
public record Options(
        RunMode mode,
        int sets,
        Pattern filter,
        boolean resume,
        Optional<Path> compare,
        Optional<String> publish) {

    private static final int FEWEST_SETS = 3;

    /**
     * {@return whether to measure this} A name as it is printed counts as well, although its
     * brackets mean something else in a regular expression.
     */
    boolean takes(String id) {
        return id.contains(filter.pattern()) || filter.matcher(id).find();
    }

    /**
     * @param property returns the value of a property, or null
     * @throws UsageException that names the property, its value, and the valid values
     */
    public static Options of(UnaryOperator<String> property) {
        RunMode mode = RunMode.of(value(property, "bench").orElse("default"));
        Optional<String> publish = publish(value(property, "bench.publish").orElse("false"));
        if (publish.isPresent() && mode != RunMode.FULL) {
            throw new UsageException(
                    "Only full runs can be published, but bench=" + mode + ". Add -Dbench=full.");
        }
        int sets = value(property, "bench.sets").map(Options::sets).orElse(mode.forks());
        if (publish.isPresent() && sets < FEWEST_SETS) {
            throw new UsageException("A run of bench.sets=" + sets
                    + " has no confidence intervals and cannot be published. Use "
                    + FEWEST_SETS + " sets or more.");
        }
        Optional<String> filter = value(property, "bench.filter");
        if (publish.isPresent() && publish.get().isEmpty() && filter.isPresent()) {
            throw new UsageException("A partial run, here of bench.filter=" + filter.get()
                    + ", can only be published with a name. Set -Dbench.publish=NAME.");
        }
        return new Options(
                mode,
                sets,
                filter(filter.orElse("")),
                resume(value(property, "bench.resume").orElse("false")),
                value(property, "bench.compare").map(Options::existing),
                publish);
    }

    /** Maven passes a property that was not given as an empty one. */
    private static Optional<String> value(UnaryOperator<String> property, String name) {
        return Optional.ofNullable(property.apply(name)).filter(text -> !text.isBlank());
    }

    private static int sets(String value) {
        if (!value.matches("[1-9][0-9]?")) {
            throw new UsageException(
                    "bench.sets=" + value + " is invalid. Use a number from 1 to 99.");
        }
        return Integer.parseInt(value);
    }

    private static Pattern filter(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new UsageException(
                    "bench.filter=" + expression + " is not a regular expression: "
                            + e.getDescription() + ".",
                    e);
        }
    }

    private static boolean resume(String value) {
        if (!value.matches("true|false")) {
            throw new UsageException("bench.resume=" + value + " is invalid. Use true or false.");
        }
        return Boolean.parseBoolean(value);
    }

    private static Path existing(String file) {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new UsageException("bench.compare=" + file + ": the file does not exist.");
        }
        return path;
    }

    private static Optional<String> publish(String value) {
        if (!value.matches("[a-z0-9][a-z0-9._-]*")) {
            throw new UsageException("bench.publish=" + value + " is invalid. Use true, or a name"
                    + " that consists of a-z, 0-9, '.', '_' and '-'.");
        }
        return switch (value) {
            case "false" -> Optional.empty();
            case "true" -> Optional.of("");
            default -> Optional.of(value);
        };
    }
}
