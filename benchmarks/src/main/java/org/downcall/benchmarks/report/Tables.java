package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.CallSuite;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.calls.Way;
import org.downcall.benchmarks.memory.MemoryShapes;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.BreakEven;
import org.downcall.benchmarks.results.Figures;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Precision;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;

/** The tables of a run that are more than one comparison. A table without results has no rows. */
final class Tables {

    /** {@return shapes without parameters, by technology} */
    static Table calls(RunData run) {
        Map<String, List<Measurement>> shapes = new LinkedHashMap<>();
        run.measurements().stream()
                .filter(one -> one.benchmark().startsWith("org.downcall.benchmarks.calls."))
                .filter(one -> one.params().isEmpty())
                .forEach(one -> shapes.computeIfAbsent(one.className(), any -> new ArrayList<>())
                        .add(one));
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
        List<Column> columns = new ArrayList<>(List.of(Column.text("Function")));
        technologies.forEach(technology -> columns.add(Column.number(technology.title())));
        List<List<Cell>> rows = new ArrayList<>();
        shapes.forEach((name, ways) -> {
            Map<Technology, String> absent = absent(name, run.absences());
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

    /** {@return for each rival of each kernel, the size from which C pays, and ratios} */
    static Table breakEven(RunData run) {
        return breakEven(run, List.of(), List.of());
    }

    /**
     * The same for some of them.
     *
     * @param contenders the names of rivals, such as {@code java}; empty for all
     * @param kernels the names of kernels; empty for all
     */
    static Table breakEven(RunData run, List<String> contenders, List<String> kernels) {
        List<List<Cell>> rows = new ArrayList<>();
        for (KernelResults kernel : KernelResults.of(run)) {
            if (!kernels.isEmpty() && !kernels.contains(kernel.name())) {
                continue;
            }
            List<String> rivals = kernel.rivals().stream()
                    .filter(rival -> contenders.isEmpty() || contenders.contains(rival))
                    .toList();
            for (String rival : rivals) {
                SortedMap<Double, Ratio> ratios = kernel.ratios(rival);
                if (!ratios.isEmpty()) {
                    rows.add(Stream.of(
                                    kernel.title(),
                                    kernel.title(rival),
                                    BreakEven.of(ratios, run::verdict)
                                            .map(size -> Labels.size(kernel.unit(), size))
                                            .orElse("-"),
                                    at(kernel, ratios, ratios.firstKey()),
                                    at(kernel, ratios, ratios.lastKey()))
                            .map(Cell::of)
                            .toList());
                }
            }
        }
        return new Table(
                "C compared with each other contender",
                List.of(
                        Column.text("Kernel"),
                        Column.text("Contender"),
                        Column.number("C pays from"),
                        Column.number("C at the smallest size"),
                        Column.number("C at the largest size")),
                rows);
    }

    private static String at(KernelResults kernel, SortedMap<Double, Ratio> ratios, double size) {
        return Labels.size(kernel.unit(), size) + ": " + Figures.ratio(ratios.get(size));
    }

    /** {@return for each kernel that replaces a method of the JDK, where it is slowest} */
    static Table slowest(RunData run) {
        List<List<Cell>> rows = new ArrayList<>();
        for (KernelResults kernel : KernelResults.of(run)) {
            SortedMap<Double, Ratio> ratios = kernel.ratios("java");
            if (kernel.standsInForJava() && !ratios.isEmpty()) {
                double slowest = ratios.keySet().stream()
                        .min(Comparator.comparingDouble(size -> ratios.get(size).value()))
                        .orElseThrow();
                rows.add(Stream.of(
                                kernel.title(),
                                kernel.title("java"),
                                Integer.toString(ratios.size()),
                                Labels.size(kernel.unit(), slowest),
                                Figures.ratio(ratios.get(slowest)))
                        .map(Cell::of)
                        .toList());
            }
        }
        return new Table(
                "Where this library is slowest, compared with the JDK method that it replaces",
                List.of(
                        Column.text("Kernel"),
                        Column.text("Compared with"),
                        Column.number("Sizes measured"),
                        Column.number("Slowest at"),
                        Column.number("Speed there, relative to Java")),
                rows);
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
     * @throws IllegalArgumentException if a kernel was not measured at a size
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
            List<Double> sizes = words.size() == 1
                    ? List.copyOf(kernel.inC().keySet())
                    : words.stream()
                            .skip(1)
                            .map(word -> Names.quantity(word)
                                    .orElseThrow(() -> new IllegalArgumentException(
                                            "'" + word + "' is not a size")))
                            .toList();
            for (double size : sizes) {
                if (!kernel.inC().containsKey(size)) {
                    throw new IllegalArgumentException("the run has no '" + words.getFirst()
                            + "' with a size of " + Figures.count(size));
                }
                lines.add(new Line(kernel, size));
            }
        }
        Map<String, List<String>> rivals = new LinkedHashMap<>();
        lines.forEach(line -> line.kernel
                .rivals()
                .forEach(rival -> rivals.computeIfAbsent(
                                SHARED.getOrDefault(rival, line.kernel.title(rival)),
                                any -> new ArrayList<>())
                        .add(rival)));
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("Kernel"), Column.number("Size"), Column.number("This library")));
        rivals.keySet().forEach(title -> columns.add(Column.number(title)));
        List<List<Cell>> rows = new ArrayList<>();
        for (Line line : lines) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(line.kernel.title()));
            row.add(Cell.of(Labels.size(line.kernel.unit(), line.size)));
            row.add(Cell.of(Figures.time(line.kernel.inC().get(line.size).time())));
            Function<String, Optional<String>> cell = ofRatios
                    ? rival -> line.kernel.ratio(rival, line.size).map(Figures::ratio)
                    : rival -> Optional.ofNullable(line.kernel.contenders().get(rival))
                            .map(bySize -> bySize.get(line.size))
                            .map(one -> Figures.time(one.time()));
            rivals.values()
                    .forEach(names -> row.add(Cell.of(names.stream()
                            .flatMap(name -> cell.apply(name).stream())
                            .findFirst()
                            .orElse(""))));
            rows.add(row);
        }
        return new Table(
                        ofRatios ? "This library compared with each other contender" : "Times",
                        columns,
                        rows)
                .withoutEmptyColumns();
    }

    /** {@return a row for each result, with its label, or the one that its class gives it} */
    static Table cost(Map<Measurement, String> labels) {
        List<List<Cell>> rows = new ArrayList<>();
        labels.forEach((one, label) -> rows.add(List.of(
                Cell.of(label.isEmpty() ? Labels.line(one) : label),
                Cell.of(Figures.time(one.time())),
                Cell.of(Figures.bytes(one.allocated())))));
        return new Table(
                "What it costs",
                List.of(
                        Column.text("What"),
                        Column.number("Time of one"),
                        Column.number("Bytes of Java heap")),
                rows);
    }

    /** {@return the benchmarks of both runs, without verdicts if one of them is a smoke run} */
    static Table changes(RunData run, Changes changes) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("Benchmark"),
                Column.number("Now"),
                Column.number("Then"),
                Column.number("Ratio")));
        if (changes.mayDecide()) {
            columns.add(Column.text("Now is"));
        }
        return new Table(
                "Both runs",
                columns,
                changes.all().stream()
                        .map(change -> {
                            List<Cell> row = new ArrayList<>(List.of(
                                    Cell.of(change.now().id()),
                                    Cell.of(Figures.time(change.now().time())),
                                    Cell.of(Figures.time(change.then().time())),
                                    Cell.of(
                                            changes.mayDecide()
                                                    ? Figures.ratio(change.ratio())
                                                    : Figures.factor(
                                                            change.ratio().value()))));
                            if (changes.mayDecide()) {
                                Verdict verdict = run.verdict(change.ratio());
                                row.add(Cell.of(verdict.toString()));
                            }
                            return List.copyOf(row);
                        })
                        .toList());
    }

    static Table onlyIn(String title, List<Measurement> here, List<Measurement> there) {
        return new Table(
                title,
                List.of(Column.text("Benchmark"), Column.number("Time")),
                here.stream()
                        .filter(one -> Changes.same(there, one).isEmpty())
                        .map(one -> List.of(Cell.of(one.id()), Cell.of(Figures.time(one.time()))))
                        .toList());
    }

    static Table unsettled(RunData run) {
        return new Table(
                "Not settled",
                List.of(
                        Column.text("Benchmark"),
                        Column.number("Time"),
                        Column.number("First samples"),
                        Column.number("Last samples"),
                        Column.number("Change")),
                run.unsettled().stream()
                        .map(one -> Stream.of(
                                        one.measurement().id(),
                                        Figures.time(one.measurement().time()),
                                        Figures.time(one.first()),
                                        Figures.time(one.last()),
                                        Figures.percent(one.change()))
                                .map(Cell::of)
                                .toList())
                        .toList());
    }

    /** {@return what cannot run on this machine, and what only full mode measures} */
    static Table absences(RunData run) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Absence absence : run.absences()) {
            rows.add(List.of(
                    Cell.of(absence.benchmark()
                            .replaceFirst("^org\\.downcall\\.benchmarks\\.", "")),
                    Cell.of(absence.params().entrySet().stream()
                            .map(param -> param.getKey() + " " + param.getValue())
                            .collect(Collectors.joining(", "))),
                    Cell.of(absence.reason())));
        }
        if (run.isDefault()) {
            Stream.concat(CallSuite.ALL.stream(), MemoryShapes.ALL.stream())
                    .filter(type -> !type.getAnnotation(Shape.class).inDefaultMode())
                    .forEach(type -> rows.add(List.of(
                            Cell.of(type.getSimpleName()),
                            Cell.of(""),
                            Cell.of("only with -Dbench=full: "
                                    + type.getAnnotation(Shape.class).title()))));
        }
        return new Table(
                        "Not measured",
                        List.of(
                                Column.text("Benchmark"),
                                Column.text("Parameters"),
                                Column.text("Reason")),
                        rows)
                .withoutEmptyColumns();
    }

    /** {@return how many JVMs and samples each kind of benchmark had} */
    static Table method(RunData run) {
        Map<String, List<Measurement>> kinds = new LinkedHashMap<>();
        for (Measurement one : run.measurements()) {
            String kind = switch (one.shortClass()) {
                case "ColdStart" -> "Starts of a JVM, timed from outside";
                case "Safepoints" -> "Times to safepoint, from the log of the JVM";
                default ->
                    one.mode().equals("ss")
                            ? "JMH: rounds of few calls"
                            : "JMH: mean times of calls in a loop";
            };
            kinds.computeIfAbsent(kind, any -> new ArrayList<>()).add(one);
        }
        List<List<Cell>> rows = new ArrayList<>();
        kinds.forEach((kind, ones) -> rows.add(Stream.of(
                        kind,
                        Integer.toString(ones.size()),
                        range(ones, one -> Stream.of(one.forks())),
                        range(ones, one -> one.forksInNanoseconds().stream().map(f -> f.length)),
                        Long.toString(ones.stream().mapToLong(Tables::disturbed).sum()))
                .map(Cell::of)
                .toList()));
        return new Table(
                "How this run measured",
                List.of(
                        Column.text("Benchmarks"),
                        Column.number("Results"),
                        Column.number("JVMs for each"),
                        Column.number("Samples in a JVM"),
                        Column.number("Disturbed slices")),
                rows);
    }

    /** {@return how wide the intervals of the ratios are} */
    static Table precision(RunData run) {
        Precision precision = run.precision();
        return new Table(
                "How precise the ratios of this run are",
                List.of(
                        Column.number("Ratios"),
                        Column.number("A quarter within"),
                        Column.number("Half within"),
                        Column.number("Ratios of 1.5 or more"),
                        Column.number("Of these, undecided")),
                precision.ratios() == 0
                        ? List.of()
                        : List.of(Stream.of(
                                        Integer.toString(precision.ratios()),
                                        "±" + Figures.halfWidth(precision.lowerQuartile()),
                                        "±" + Figures.halfWidth(precision.median()),
                                        Integer.toString(precision.large()),
                                        Integer.toString(precision.undecided()))
                                .map(Cell::of)
                                .toList()));
    }

    private static long disturbed(Measurement one) {
        long sum = 0;
        for (JsonNode slices : one.json().path("turns").path("disturbed")) {
            sum += slices.asLong();
        }
        return sum;
    }

    private static String range(
            List<Measurement> ones, Function<Measurement, Stream<Integer>> values) {
        TreeSet<Integer> all =
                ones.stream().flatMap(values).collect(Collectors.toCollection(TreeSet::new));
        return all.isEmpty()
                ? ""
                : all.size() == 1
                        ? Figures.count(all.first())
                        : Figures.count(all.first()) + " to " + Figures.count(all.last());
    }

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("mode", "Mode of the run"),
            Map.entry("filter", "Filter of benchmarks"),
            Map.entry("date", "Date"),
            Map.entry("cpu model", "Processor"),
            Map.entry("cpu processors", "Processors that the JVM may use"),
            Map.entry("cpu threadsPerCore", "Threads per core"),
            Map.entry("cpu governor", "Governor of the clock rate"),
            Map.entry("cpu instructionSets", "Instruction sets"),
            Map.entry("os name", "Operating system"),
            Map.entry("os kernel", "Version of the kernel"),
            Map.entry("os arch", "Architecture"),
            Map.entry("os distribution", "Distribution"),
            Map.entry("load", "Load average when the run began"),
            Map.entry("jdk version", "Version of the JVM"),
            Map.entry("jdk vm", "JVM"),
            Map.entry("jdk vendor", "Vendor of the JDK"),
            Map.entry("jdk flags", "Options of the JVMs"),
            Map.entry("c compiler", "C compiler"),
            Map.entry("c options", "C options of the library"),
            Map.entry("c optionsOfTheBenchmarks", "C options of the benchmarks"),
            Map.entry("library backend", "Library"),
            Map.entry("library sha256", "SHA-256 of the native library"),
            Map.entry("library benchmarksSha256", "SHA-256 of the benchmarks' native library"),
            Map.entry("library classesSha256", "SHA-256 of the Java classes"),
            Map.entry("clock readNanoseconds", "Time to read the clock"),
            Map.entry("clock stepNanoseconds", "Resolution of the clock"));

    /** {@return the environment as {@link org.downcall.benchmarks.run.Environment} recorded it} */
    static Table environment(RunData run) {
        List<List<Cell>> rows = new ArrayList<>();
        flatten("", run.environment(), rows);
        return new Table(
                "Where this was measured",
                List.of(Column.text("What"), Column.text("Value")),
                rows);
    }

    /** Absences have a table of their own. A key without a title is shown by its name. */
    private static void flatten(String prefix, JsonNode node, List<List<Cell>> rows) {
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                flatten(key + " ", value, rows);
            } else if (!key.equals("absent")) {
                String title = key.startsWith("peers ")
                        ? key.replace("peers ", "Version of ")
                        : ENVIRONMENT.getOrDefault(key, Names.capitalized(Names.words(key)));
                rows.add(List.of(Cell.of(title), Cell.of(value(key, value))));
            }
        });
    }

    private static String value(String key, JsonNode value) {
        if (key.endsWith("Nanoseconds")) {
            return Figures.time(value.asDouble());
        }
        if (key.equals("load")) {
            // Java returns a negative number if the system does not provide the load.
            return value.asDouble() < 0
                    ? "unknown"
                    : String.format(Locale.ROOT, "%.2f", value.asDouble());
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private Tables() {}
}
