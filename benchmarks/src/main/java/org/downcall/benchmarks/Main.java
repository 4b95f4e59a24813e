package org.downcall.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.downcall.benchmarks.article.ArticleSuite;
import org.downcall.benchmarks.calls.CallSuite;
import org.downcall.benchmarks.kernels.KernelSuite;
import org.downcall.benchmarks.memory.MemoryShapes;
import org.downcall.benchmarks.publish.Publication;
import org.downcall.benchmarks.report.Report;
import org.downcall.benchmarks.report.RunData;
import org.downcall.benchmarks.report.RunData.Earlier;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.ResultsFile;
import org.downcall.benchmarks.run.Environment;
import org.downcall.benchmarks.run.JmhLock;
import org.downcall.benchmarks.run.Options;
import org.downcall.benchmarks.run.Run;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.SelfTest;
import org.downcall.benchmarks.run.Suite;
import org.downcall.benchmarks.run.UsageException;
import org.downcall.benchmarks.vm.VmSuite;

/**
 * The suite: measures everything and writes the report. {@code mvn verify -Pbench} runs it, and so
 * does {@code java -cp benchmarks/target/benchmarks.jar org.downcall.benchmarks.Main}. To run
 * single benchmarks with the options of JMH, use {@code java -jar
 * benchmarks/target/benchmarks.jar}.
 *
 * <p>The properties {@code bench} and {@code bench.*} select what to measure; docs/measurement.md
 * explains them.
 */
public final class Main {

    /** The article's table comes first, because most readers look for it. */
    private static final List<Suite> SUITES = List.of(
            new ArticleSuite(),
            new CallSuite(),
            new CallSuite(MemoryShapes.ALL),
            new KernelSuite(),
            new VmSuite());

    /** The report of a full run takes a second, and there are hundreds of comparisons. */
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(30);

    private final Options options;
    private final Path directory;
    private long reported = System.nanoTime();

    private Main(Options options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    /** @param arguments the directory for the report; by default, benchmark-report */
    public static void main(String[] arguments) throws Exception {
        try {
            Path directory = Path.of(arguments.length == 0 ? "benchmark-report" : arguments[0]);
            if (SelfTest.MODE.equals(System.getProperty("bench"))) {
                System.exit(selfTest(directory) ? 0 : 1);
            }
            List<String> failures = new Main(Options.of(System::getProperty), directory).run();
            failures.forEach(System.err::println);
            System.exit(failures.isEmpty() ? 0 : 1);
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static boolean selfTest(Path directory) throws Exception {
        JmhLock.takeForThisRun();
        Files.createDirectories(directory);
        try (PrintStream log = new PrintStream(directory.resolve("selftest.log").toFile())) {
            return SelfTest.run(System.out, log);
        }
    }

    /** {@return a sentence for each failure} */
    private List<String> run() throws IOException {
        if (options.mode() == RunMode.SMOKE) {
            // The numbers mean nothing, so another run at the same time does no harm.
            JmhLock.ignore();
        } else {
            JmhLock.takeForThisRun();
        }
        ObjectNode environment = Environment.of(options.mode());
        KernelSuite.versions().forEach(environment.withObject("/peers")::put);
        // Before anything is measured, because a failure afterwards would waste the run.
        Optional<Earlier> earlier = options.compare().map(Main::earlier);
        Optional<Path> published =
                options.publish().map(name -> Publication.newPlace(environment, name));

        Files.createDirectories(directory);
        Run.Outcome outcome;
        try (PrintStream log = log()) {
            outcome = new Run(
                            options,
                            environment,
                            directory.resolve("results.json"),
                            System.out,
                            log,
                            results -> {
                                if (System.nanoTime() - reported >= REPORT_INTERVAL.toNanos()) {
                                    report(RunData.of(results, earlier));
                                }
                            })
                    .of(SUITES);
        }
        RunData data = RunData.of(outcome.results(), earlier);
        report(data);
        System.out.println();
        System.out.print(Report.terminal(data));
        System.out.println("Report: " + directory.resolve("index.html")
                + " (also report.md and results.json)");
        JsonNode failed = outcome.results().environment().path("failed");
        if (!outcome.failures().isEmpty()) {
            System.out.println(outcome.failures().size() + " failed. Details: "
                    + directory.resolve("run.log")
                    + (published.isPresent() ? ". Nothing was published." : ""));
        } else if (published.isPresent() && !failed.isEmpty()) {
            System.out.println(
                    "Nothing was published, because the run was resumed after failures: " + failed);
        } else if (published.isPresent()) {
            Publication.write(outcome.results(), published.get());
            System.out.println("Published: " + published.get());
        }
        return outcome.failures();
    }

    private static Earlier earlier(Path file) {
        try {
            ResultsFile results = ResultsFile.read(file);
            List<Measurement> times = results.times(file);
            int others = results.measurements().size() - times.size();
            if (others > 0) {
                System.out.println("bench.compare: ignored " + others + " results in " + file
                        + " that are not times with samples");
            }
            return new Earlier(file.toString(), times, results.environment());
        } catch (IOException e) {
            throw new UsageException("bench.compare: " + e.getMessage(), e);
        }
    }

    /** Called again and again, so that a stopped run has a report, too. */
    private void report(RunData data) {
        reported = System.nanoTime();
        try {
            Files.writeString(directory.resolve("index.html"), Report.html(data));
            Publication.writeReport(data, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A resumed run appends to the log, which has the stack traces of earlier failures. */
    private PrintStream log() throws IOException {
        return new PrintStream(
                new FileOutputStream(directory.resolve("run.log").toFile(), options.resume()),
                true,
                StandardCharsets.UTF_8);
    }
}
