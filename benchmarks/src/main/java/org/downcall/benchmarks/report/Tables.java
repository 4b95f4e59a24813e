package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.CallSuite;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.calls.Way;
import org.downcall.benchmarks.kernels.Kernel;
import org.downcall.benchmarks.memory.MemoryShapes;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.BreakEven;
import org.downcall.benchmarks.results.Figures;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;

/** The tables of a run that are more than one comparison. A table without results has no rows. */
final class Tables {

    /**
     * {@return the shapes without parameters, by technology}
     *
     * @param names of the shapes; empty for all
     */
    static Table calls(RunData run, List<String> names) {
        Map<String, List<Measurement>> shapes = run.measurements().stream()
                .filter(one -> one.benchmark().startsWith("org.downcall.benchmarks.calls."))
                .filter(one -> one.params().isEmpty())
                .filter(one -> names.isEmpty() || names.contains(one.shortClass()))
                .collect(Collectors.groupingBy(
                        Measurement::className, LinkedHashMap::new, Collectors.toList()));
        shapes.values()
                .removeIf(ways -> ways.stream()
                                .flatMap(one -> Labels.technology(one).stream())
                                .distinct()
                                .count()
                        < 2);
        List<Technology> technologies = Stream.of(Technology.values())
                .filter(technology -> shapes.values().stream()
                        .anyMatch(ways -> Comparison.of(ways, technology).isPresent()))
                .toList();
        List<Column> columns = new ArrayList<>(List.of(new Column("Function", false)));
        technologies.forEach(technology -> columns.add(new Column(technology.title(), true)));
        List<Absence> absences = run.absences();
        List<List<Cell>> rows = new ArrayList<>();
        shapes.forEach((name, ways) -> {
            Map<Technology, String> absent = absent(name, absences);
            List<Cell> row = new ArrayList<>(List.of(Cell.of(Labels.comparison(ways.getFirst()))));
            technologies.forEach(technology -> row.add(Comparison.of(ways, technology)
                    .map(Tables::costOfACall)
                    .orElseGet(() -> new Cell(
                            "–", absent.getOrDefault(technology, "not measured in this run")))));
            rows.add(row);
        });
        return new Table(
                "Time of one call, and bytes of the Java heap if it allocates some", columns, rows);
    }

    private static Cell costOfACall(Measurement one) {
        String bytes = Figures.bytes(one.allocated());
        String time = Figures.time(one.time())
                + (bytes.isEmpty() || bytes.equals("0 B") ? "" : " (" + bytes + ")");
        String label = Labels.contender(one);
        int variant = label.indexOf(": ");
        return new Cell(time, variant < 0 ? "" : label.substring(variant + 2));
    }

    private static Map<Technology, String> absent(String className, List<Absence> absences) {
        Map<Technology, String> absent = new EnumMap<>(Technology.class);
        Labels.load(className)
                .filter(type -> type.isAnnotationPresent(Shape.class))
                .ifPresent(type -> absent.putAll(Way.absent(type)));
        absences.stream()
                .filter(absence -> absence.benchmark().startsWith(className + "."))
                .forEach(absence -> Labels.technology(
                                absence.benchmark().substring(className.length() + 1))
                        .ifPresent(technology -> absent.putIfAbsent(technology, absence.reason())));
        return absent;
    }

    /**
     * {@return for each rival of each kernel, the size from which C pays, and ratios}
     *
     * @param contenders the names of rivals, such as {@code java}; empty for all
     * @param kernels the names of kernels; empty for all
     */
    static Table breakEven(RunData run, List<String> contenders, List<String> kernels) {
        List<List<String>> rows = new ArrayList<>();
        for (KernelResults kernel : KernelResults.of(run)) {
            if (!kernels.isEmpty() && !kernels.contains(kernel.name())) {
                continue;
            }
            for (String rival : kernel.rivals()) {
                SortedMap<Double, Ratio> ratios = kernel.ratios(rival);
                if (!ratios.isEmpty() && (contenders.isEmpty() || contenders.contains(rival))) {
                    rows.add(List.of(
                            kernel.title(),
                            kernel.title(rival),
                            BreakEven.of(ratios, run::verdict).map(kernel::size).orElse("-"),
                            at(kernel, ratios.firstEntry()),
                            at(kernel, ratios.lastEntry())));
                }
            }
        }
        return Table.of(
                "C compared with each other contender",
                "Kernel | Contender | #C pays from | #C at the smallest size"
                        + " | #C at the largest size",
                rows.stream());
    }

    private static String at(KernelResults kernel, Map.Entry<Double, Ratio> ratio) {
        return kernel.size(ratio.getKey()) + ": " + Figures.ratio(ratio.getValue());
    }

    /** {@return for each kernel that replaces a method of the JDK, where it is slowest} */
    static Table slowest(RunData run) {
        List<List<String>> rows = new ArrayList<>();
        for (KernelResults kernel : KernelResults.of(run)) {
            SortedMap<Double, Ratio> ratios = kernel.ratios("java");
            if (kernel.is(Kernel::standsInForJava) && !ratios.isEmpty()) {
                Map.Entry<Double, Ratio> slowest = Collections.min(
                        ratios.entrySet(),
                        Comparator.comparingDouble(ratio -> ratio.getValue().value()));
                rows.add(List.of(
                        kernel.title(),
                        kernel.title("java"),
                        Integer.toString(ratios.size()),
                        kernel.size(slowest.getKey()),
                        Figures.ratio(slowest.getValue())));
            }
        }
        return Table.of(
                "Where this library is slowest, compared with the JDK method that it replaces",
                "Kernel | Compared with | #Sizes measured | #Slowest at"
                        + " | #Speed there, relative to Java",
                rows.stream());
    }

    /**
     * The names of contenders in a table of several kernels, where a contender has another title in
     * each kernel.
     */
    private static final Map<String, String> SHARED = Map.of(
            "java", "Java",
            "java-parallel", "Java, all processors",
            "gmp-limbs", "GMP, result left there",
            "gmp-digits", "GMP, result left there",
            "flint-limbs", "FLINT, result left there",
            "flint-digits", "FLINT, result left there");

    /**
     * The library's C and each other contender.
     *
     * @param choices such as {@code multiply 1000 1000000}: the name of a kernel, and its sizes or
     *     none for all of them
     * @param ofRatios whether the cells of others have the speed of C, instead of their times
     * @throws IllegalArgumentException if a kernel was not measured at a size, or a size is not a
     *     number
     */
    static Table kernels(RunData run, List<String> choices, boolean ofRatios) {
        record Line(KernelResults kernel, double size) {}
        List<Line> lines = new ArrayList<>();
        for (String choice : choices) {
            List<String> words = List.of(choice.strip().split("\\s+"));
            KernelResults kernel = KernelResults.named(run, words.getFirst())
                    .filter(one -> !one.inC().isEmpty())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the run has no '" + words.getFirst() + "' in C"));
            if (words.size() == 1) {
                kernel.inC().keySet().forEach(size -> lines.add(new Line(kernel, size)));
            }
            for (String word : words.subList(1, words.size())) {
                double size = Double.parseDouble(word);
                if (!kernel.inC().containsKey(size)) {
                    throw new IllegalArgumentException("the run has no '" + words.getFirst()
                            + "' with a size of " + Figures.count(size));
                }
                lines.add(new Line(kernel, size));
            }
        }
        Map<String, Set<String>> rivals = new LinkedHashMap<>();
        lines.forEach(line -> line.kernel
                .rivals()
                .forEach(rival -> rivals.computeIfAbsent(
                                SHARED.getOrDefault(rival, line.kernel.title(rival)),
                                any -> new LinkedHashSet<>())
                        .add(rival)));
        Stream<List<String>> rows = lines.stream().map(line -> {
            List<String> row = new ArrayList<>(List.of(
                    line.kernel.title(),
                    line.kernel.size(line.size),
                    Figures.time(line.kernel.inC().get(line.size).time())));
            rivals.values()
                    .forEach(names -> row.add(names.stream()
                            .flatMap(name -> cell(line.kernel, name, line.size, ofRatios).stream())
                            .findFirst()
                            .orElse("")));
            return row;
        });
        return Table.of(
                        ofRatios ? "This library compared with each other contender" : "Times",
                        "Kernel | #Size | #This library"
                                + rivals.keySet().stream()
                                        .map(" | #"::concat)
                                        .collect(Collectors.joining()),
                        rows)
                .withoutEmptyColumns();
    }

    private static Optional<String> cell(
            KernelResults kernel, String rival, double size, boolean ofRatios) {
        return ofRatios
                ? kernel.ratio(rival, size).map(Figures::ratio)
                : kernel.result(rival, size).map(one -> Figures.time(one.time()));
    }

    /** {@return a row for each result, with its label, or the one that its class gives it} */
    static Table cost(Map<Measurement, String> labels) {
        return Table.of(
                "What it costs",
                "What | #Time of one | #Bytes of Java heap",
                labels.entrySet().stream()
                        .map(one -> List.of(
                                one.getValue().isEmpty()
                                        ? Labels.line(one.getKey())
                                        : one.getValue(),
                                Figures.time(one.getKey().time()),
                                Figures.bytes(one.getKey().allocated()))));
    }

    /** {@return the benchmarks of both runs} */
    static Table changes(RunData run) {
        return Table.of(
                "Both runs",
                "Benchmark | #Now | #Then | #Ratio | Now is",
                run.changes().stream()
                        .map(change -> List.of(
                                change.now().id(),
                                Figures.time(change.now().time()),
                                Figures.time(change.then().time()),
                                Figures.ratio(change.ratio()),
                                run.verdict(change.ratio()).toString())));
    }

    static Table unsettled(RunData run) {
        return Table.of(
                "Not settled",
                "Benchmark | #Time | #First samples | #Last samples | #Change",
                run.unsettled().stream()
                        .map(one -> List.of(
                                one.measurement().id(),
                                Figures.time(one.measurement().time()),
                                Figures.time(one.first()),
                                Figures.time(one.last()),
                                Figures.percent(one.change()))));
    }

    /** {@return what cannot run on this machine, and what only full mode measures} */
    static Table absences(RunData run) {
        Stream<List<String>> impossible = run.absences().stream()
                .map(absence -> List.of(
                        absence.benchmark().replaceFirst("^org\\.downcall\\.benchmarks\\.", ""),
                        absence.params().entrySet().stream()
                                .map(param -> param.getKey() + " " + param.getValue())
                                .collect(Collectors.joining(", ")),
                        absence.reason()));
        Stream<List<String>> omitted = Stream.of(CallSuite.ALL, MemoryShapes.ALL)
                .flatMap(List::stream)
                .filter(type ->
                        run.isDefault() && !type.getAnnotation(Shape.class).inDefaultMode())
                .map(type -> List.of(
                        type.getSimpleName(),
                        "",
                        "only with -Dbench=full: "
                                + type.getAnnotation(Shape.class).title()));
        return Table.of(
                        "Not measured",
                        "Benchmark | Parameters | Reason",
                        Stream.concat(impossible, omitted))
                .withoutEmptyColumns();
    }

    /** {@return how many JVMs and samples each kind of benchmark had} */
    static Table method(RunData run) {
        Map<String, List<Measurement>> kinds = run.measurements().stream()
                .collect(Collectors.groupingBy(
                        Tables::kind, LinkedHashMap::new, Collectors.toList()));
        return Table.of(
                "How this run measured",
                "Benchmarks | #Results | #JVMs for each | #Samples in a JVM | #Disturbed slices",
                kinds.entrySet().stream()
                        .map(kind -> List.of(
                                kind.getKey(),
                                Integer.toString(kind.getValue().size()),
                                range(kind.getValue().stream().mapToInt(Measurement::forks)),
                                range(kind.getValue().stream()
                                        .flatMap(one -> one.forksInNanoseconds().stream())
                                        .mapToInt(fork -> fork.length)),
                                Long.toString(kind.getValue().stream()
                                        .mapToLong(Measurement::disturbed)
                                        .sum()))));
    }

    private static String kind(Measurement one) {
        return switch (one.shortClass()) {
            case "ColdStart" -> "Starts of a JVM, timed from outside";
            case "Safepoints" -> "Times to safepoint, from the log of the JVM";
            default ->
                one.mode().equals("ss")
                        ? "JMH: rounds of few calls"
                        : "JMH: mean times of calls in a loop";
        };
    }

    private static String range(IntStream values) {
        IntSummaryStatistics all = values.summaryStatistics();
        if (all.getCount() == 0) {
            return "";
        }
        String least = Figures.count(all.getMin());
        return all.getMin() == all.getMax() ? least : least + " to " + Figures.count(all.getMax());
    }

    /** {@return how wide the intervals of the ratios are} */
    static Table precision(RunData run) {
        return Table.of(
                "How precise the ratios of this run are",
                "#Ratios | #A quarter within | #Half within | #Ratios of 1.5 or more"
                        + " | #Of these, undecided",
                Stream.of(run.precision())
                        .filter(one -> one.ratios() > 0)
                        .map(one -> List.of(
                                Integer.toString(one.ratios()),
                                "±" + Figures.percent(one.lowerQuartile()),
                                "±" + Figures.percent(one.median()),
                                Integer.toString(one.large()),
                                Integer.toString(one.undecided()))));
    }

    /** {@return the environment as {@link org.downcall.benchmarks.run.Environment} recorded it} */
    static Table environment(RunData run) {
        return Table.of(
                "Where this was measured", "What | Value", environment("", run.environment()));
    }

    /** Absences and failures, which are lists, have places of their own. */
    private static Stream<List<String>> environment(String prefix, JsonNode node) {
        return node.propertyStream().flatMap(entry -> {
            String key = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                return environment(key + " ", value);
            }
            if (value.isArray()) {
                return Stream.empty();
            }
            String title = key.startsWith("peers ")
                    ? key.replace("peers ", "Version of ")
                    : Labels.capitalized(Labels.words(key));
            return Stream.of(List.of(title, value(key, value)));
        });
    }

    private static String value(String key, JsonNode value) {
        if (key.equals("load")) {
            // Java returns a negative number if the system does not provide the load.
            return value.asDouble() < 0
                    ? "unknown"
                    : String.format(Locale.ROOT, "%.2f", value.asDouble());
        }
        return value.asText();
    }

    private Tables() {}
}
