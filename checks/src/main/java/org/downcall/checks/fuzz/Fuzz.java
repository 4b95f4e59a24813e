package org.downcall.checks.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds and runs all fuzzers, and prints for each of them how long it ran, how much processor time
 * it took, how many inputs it tried, and which of them failed. Ends with exit status 1 if one
 * failed.
 *
 * <p>System properties: {@code fuzz.seconds} for each target, {@code fuzz.target} to run only one,
 * {@code fuzz.jobs} for how many run at the same time, {@code fuzz.clang} and {@code fuzz.cc}.
 */
public final class Fuzz {

    private static final List<Target> TARGETS = List.of(
            new CoverageGuidedC(),
            new RandomC(),
            new JavaTarget(
                    "numbers",
                    "org.downcall.fuzz.NumbersTarget",
                    "the public API, compared with BigInteger"),
            new JavaTarget(
                    "decimals",
                    "org.downcall.fuzz.DecimalsTarget",
                    "decimal numbers, compared with BigDecimal"),
            new JavaTarget(
                    "settings",
                    "org.downcall.internal.SettingsTarget",
                    "the values of the system properties"),
            new JavaTarget(
                    "loader",
                    "org.downcall.internal.loading.LoaderTarget",
                    "libraries and digests, altered and truncated"),
            new JavaTarget(
                    "vectors",
                    "org.downcall.fuzz.VectorsTarget",
                    "searches, and files with matrices, altered and truncated"));

    private record Result(
            Target target,
            double seconds,
            double processorSeconds,
            long inputs,
            int exit,
            List<Path> findings,
            Path log) {

        boolean failed() {
            return exit != 0 || !findings.isEmpty();
        }
    }

    public static void main(String[] arguments) throws InterruptedException, IOException {
        Tools tools = new Tools(
                Path.of(arguments[0]).toAbsolutePath().normalize(),
                Path.of(arguments[1]).toAbsolutePath(),
                System.getProperty("fuzz.clang"),
                System.getProperty("fuzz.cc"));
        try {
            System.exit(run(tools) ? 0 : 1);
        } catch (Tools.Missing e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Tools tools) throws InterruptedException, IOException {
        String chosen = System.getProperty("fuzz.target", "");
        long seconds = Long.getLong("fuzz.seconds", 60);
        List<Target> targets = TARGETS.stream()
                .filter(target -> chosen.isEmpty() || target.name().equals(chosen))
                .toList();
        if (targets.isEmpty()) {
            throw new Tools.Missing("There is no target '" + chosen
                    + "'. Set -Dfuzz.target to one of "
                    + TARGETS.stream().map(Target::name).collect(Collectors.joining(", ")) + ".");
        }
        for (Target target : targets) {
            target.build(tools);
        }
        ExecutorService pool = Executors.newFixedThreadPool(Integer.getInteger("fuzz.jobs", 1));
        List<Future<Result>> running = new ArrayList<>();
        for (Target target : targets) {
            running.add(pool.submit(() -> fuzz(tools, target, seconds)));
        }
        pool.shutdown();
        List<Result> results = new ArrayList<>();
        for (Future<Result> each : running) {
            try {
                results.add(each.get());
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
        return report(tools, results);
    }

    private static Result fuzz(Tools tools, Target target, long seconds)
            throws IOException, InterruptedException {
        System.out.println(
                target.name() + " (" + target.description() + ") runs for " + seconds + " s.");
        Path corpus = Files.createDirectories(tools.work().resolve("corpus/" + target.name()));
        Path findings = Files.createDirectories(tools.work().resolve("findings/" + target.name()));
        unpack(tools.library().resolve(target.inputs()), corpus);
        List<Path> before = files(findings);
        Path log = tools.work().resolve(target.name() + ".log");
        List<String> command = target.command(tools, seconds, corpus, findings);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // Ctrl-C
        Duration processor = Duration.ZERO;
        while (!process.waitFor(1, TimeUnit.SECONDS)) {
            processor = process.info().totalCpuDuration().orElse(processor);
        }
        double elapsed = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
        List<Path> added = new ArrayList<>(files(findings));
        added.removeAll(before);
        Matcher inputs = Pattern.compile(target.inputsPattern()).matcher(Files.readString(log));
        long count = 0;
        while (inputs.find()) {
            count = Long.parseLong(inputs.group(1));
        }
        return new Result(
                target,
                elapsed,
                processor.toMillis() / 1e3,
                count,
                process.exitValue(),
                added,
                log);
    }

    /** Writes each committed input to a file, as libFuzzer expects them. */
    private static void unpack(Path inputs, Path corpus) throws IOException {
        for (String line : Files.readAllLines(inputs)) {
            if (!line.startsWith("#")) {
                // Equal inputs get equal names.
                Path file = corpus.resolve("committed-" + Integer.toHexString(line.hashCode()));
                Files.write(file, HexFormat.of().parseHex(line));
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean report(Tools tools, List<Result> results) throws IOException {
        boolean passed = true;
        for (Result result : results) {
            if (!result.failed()) {
                continue;
            }
            passed = false;
            System.out.println();
            System.out.println("== " + result.target().name() + " failed with exit status "
                    + result.exit() + ". The end of " + result.log() + ":");
            List<String> lines = Files.readAllLines(result.log());
            lines.subList(Math.max(0, lines.size() - 40), lines.size())
                    .forEach(System.out::println);
            for (Path finding : result.findings()) {
                System.out.println("To run the input again: "
                        + String.join(" ", result.target().replay(tools, finding.toString())));
            }
        }
        // The table of docs/testing.md.
        System.out.println();
        System.out.println("| target | seconds | seconds of processor time | inputs | findings |");
        System.out.println("|---|--:|--:|--:|--:|");
        for (Result result : results) {
            int findings = result.failed() ? Math.max(1, result.findings().size()) : 0;
            System.out.println(row(
                    "`" + result.target().name() + "`",
                    result.seconds(),
                    result.processorSeconds(),
                    result.inputs(),
                    String.valueOf(findings)));
        }
        System.out.println(row(
                "together",
                results.stream().mapToDouble(Result::seconds).sum(),
                results.stream().mapToDouble(Result::processorSeconds).sum(),
                results.stream().mapToLong(Result::inputs).sum(),
                passed ? "0" : ""));
        System.out.println(
                "Inputs that failed are kept in " + tools.work() + File.separator + "findings.");
        return passed;
    }

    private static String row(
            String name, double seconds, double processor, long inputs, String findings) {
        String grouped = String.format(Locale.ROOT, "%,d", inputs).replace(',', ' ');
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %s | %s |",
                name,
                seconds,
                processor,
                grouped,
                findings);
    }

    private Fuzz() {}
}
