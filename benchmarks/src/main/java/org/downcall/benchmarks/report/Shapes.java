package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.calls.Variant;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.Measurement;

/** The results of calls and of memory by shape, with the annotations of their classes. */
final class Shapes {

    static final String PACKAGE = "org.downcall.benchmarks.calls.";
    private static final String MEMORY = "org.downcall.benchmarks.memory.";

    /**
     * A way to make the call.
     *
     * @param technology empty for a method that no longer exists, as in an old file
     * @param variant empty unless the technology has several ways
     */
    record Way(Measurement measurement, Optional<Technology> technology, String variant) {

        String label() {
            String title = technology.map(Technology::title).orElse("");
            return title.isEmpty() || variant.isEmpty() ? title + variant : title + ": " + variant;
        }

        /** {@return a label among ways of the same technology} */
        String shortLabel() {
            return variant.isEmpty() ? label() : variant;
        }

        Style style(Style.Assigner styles) {
            return technology.map(styles::of).orElseGet(() -> styles.of(measurement.method()));
        }
    }

    /** @param absent why a technology is not among the ways */
    record Described(
            String className,
            String title,
            String signature,
            List<Way> ways,
            Map<Technology, String> absent) {

        /**
         * {@return the way that represents a technology: the method with its name, else the
         * fastest}
         */
        Optional<Way> way(Technology technology) {
            return ways.stream()
                    .filter(way -> way.technology.filter(technology::equals).isPresent())
                    .min(Comparator.<Way, Boolean>comparing(
                                    way -> !way.measurement.method().equals(technology.method()))
                            .thenComparingDouble(way -> way.measurement.time().mean()));
        }

        long ways(Technology technology) {
            return ways.stream()
                    .filter(way -> way.technology.filter(technology::equals).isPresent())
                    .count();
        }

        boolean hasParams() {
            return ways.stream().anyMatch(way -> !way.measurement.params().isEmpty());
        }

        /** {@return whether it compares technologies, and not only variants of one} */
        boolean comparesTechnologies() {
            return ways.stream()
                            .flatMap(way -> way.technology.stream())
                            .distinct()
                            .count()
                    > 1;
        }
    }

    static List<Described> of(RunData run) {
        return of(PACKAGE, run);
    }

    /** {@return the shapes of memory} */
    static List<Described> inMemory(RunData run) {
        return of(MEMORY, run);
    }

    private static List<Described> of(String inPackage, RunData run) {
        Map<String, List<Measurement>> byClass = new LinkedHashMap<>();
        run.measurements().stream()
                .filter(one -> one.benchmark().startsWith(inPackage))
                .forEach(one -> byClass.computeIfAbsent(one.className(), name -> new ArrayList<>())
                        .add(one));
        return byClass.entrySet().stream()
                .map(entry -> describe(entry.getKey(), entry.getValue(), run.absences()))
                .toList();
    }

    static Optional<Described> of(RunData run, String simpleName) {
        return of(run).stream()
                .filter(shape -> shape.className.equals(PACKAGE + simpleName))
                .findFirst();
    }

    /** {@return a label for the measurement; empty if it is not one of a shape} */
    static Optional<String> line(RunData run, Measurement measurement) {
        return Stream.concat(of(run).stream(), inMemory(run).stream())
                .flatMap(shape -> shape.ways().stream()
                        .filter(way -> way.measurement().isOf(measurement))
                        .map(way -> Names.capitalized(shape.title()) + ", " + way.label()))
                .findFirst();
    }

    private static Described describe(
            String className, List<Measurement> measurements, List<Absence> absences) {
        Optional<Class<?>> type = load(className);
        Optional<Shape> shape = type.map(found -> found.getAnnotation(Shape.class));
        Map<Technology, String> absent = new EnumMap<>(Technology.class);
        if (shape.isPresent()) {
            absent.putAll(org.downcall.benchmarks.calls.Way.absent(type.get()));
        }
        for (Absence absence : absences) {
            if (absence.benchmark().startsWith(className + ".")) {
                technology(absence.benchmark().substring(className.length() + 1))
                        .ifPresent(technology -> absent.putIfAbsent(technology, absence.reason()));
            }
        }
        return new Described(
                className,
                shape.map(Shape::title).orElse(measurements.getFirst().shortClass()),
                shape.map(Shape::signature).orElse(""),
                measurements.stream().map(one -> way(type, one)).toList(),
                absent);
    }

    private static Way way(Optional<Class<?>> type, Measurement measurement) {
        Optional<Variant> variant = type.stream()
                .flatMap(found -> Arrays.stream(found.getMethods()))
                .filter(method -> method.getName().equals(measurement.method()))
                .map(method -> method.getAnnotation(Variant.class))
                .filter(Objects::nonNull)
                .findFirst();
        if (variant.isPresent()) {
            return new Way(
                    measurement,
                    Optional.of(variant.get().technology()),
                    variant.get().title());
        }
        Optional<Technology> named = technology(measurement.method());
        return new Way(
                measurement, named, named.isPresent() ? "" : Names.words(measurement.method()));
    }

    private static Optional<Technology> technology(String method) {
        return Arrays.stream(Technology.values())
                .filter(one -> one.method().equals(method))
                .findFirst();
    }

    /**
     * Results may outlive their classes. The class is not initialized, because only its annotations
     * are needed, and no C.
     */
    private static Optional<Class<?>> load(String className) {
        try {
            return Optional.of(Class.forName(className, false, Shapes.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    private Shapes() {}
}
