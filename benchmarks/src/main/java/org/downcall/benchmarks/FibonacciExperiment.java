package org.downcall.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The article's experiment: checks the rows against each other, measures one after the other, and prints the table.
 *
 * <p>The argument is the directory for what is to be kept: {@code fibonacci.txt} has the table, {@code fibonacci.json}
 * every round of every row, {@code downcall.json} the cost of a call, {@code small-kernels.json} that of the functions
 * which are done before a call is, all as JMH writes them, and {@code jmh.log} what JMH said meanwhile.
 */
public final class FibonacciExperiment {

    public static void main(String[] arguments) throws IOException, RunnerException {
        List<Row> rows = Arrays.stream(Row.values())
                .filter(row -> NativeKernels.present() || !row.isNative())
                .toList();
        Optional<String> disagreement = Agreement.disagreement(values(rows));
        if (disagreement.isPresent()) {
            System.err.println("Nothing was timed, because the rows do not agree: " + disagreement.get() + ".");
            System.exit(1);
        }
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        Path log = directory.resolve("jmh.log");
        try (PrintStream logStream = new PrintStream(Files.newOutputStream(log), false, StandardCharsets.UTF_8)) {
            measure(rows, new Jmh(logStream), directory);
        } catch (RunnerException e) {
            throw new RunnerException("JMH failed; " + log + " tells how", e);
        }
    }

    private static Map<Row, BigInteger> values(List<Row> rows) {
        Map<Row, BigInteger> values = new EnumMap<>(Row.class);
        rows.forEach(row -> values.put(row, row.value()));
        return values;
    }

    private static void measure(List<Row> rows, Jmh jmh, Path directory) throws IOException, RunnerException {
        Progress progress = new Progress(System.out, NativeKernels.present() ? rows.size() + 2 : rows.size());
        List<RowResult> results = new ArrayList<>();
        for (Row row : rows) {
            progress.begin(row.title);
            RowResult result = RowResult.measure(row, jmh);
            progress.end("median " + Scale.withUnit(result.entry().times().median()));
            results.add(result);
        }
        List<RunResult> raw = results.stream().map(RowResult::raw).toList();
        Jmh.writeJson(raw, directory.resolve("fibonacci.json"));

        List<String> costs = new ArrayList<>();
        if (NativeKernels.present()) {
            progress.begin("one downcall");
            DowncallCost downcall = DowncallCost.measure(jmh);
            progress.end(downcall.downcall().toString());
            Jmh.writeJson(downcall.raw(), directory.resolve("downcall.json"));
            costs.add(downcall.sentence());

            progress.begin("small functions");
            SmallKernelCost small = SmallKernelCost.measure(jmh);
            progress.end(small.javaLongValue() + " to " + small.nativeWrapping());
            Jmh.writeJson(small.raw(), directory.resolve("small-kernels.json"));
            costs.add(small.sentence());
        }

        String report = new Report(results, costs, Clock.measure()).toString();
        Files.writeString(directory.resolve("fibonacci.txt"), report);
        System.out.println();
        System.out.print(report);
    }

    private FibonacciExperiment() {}
}
