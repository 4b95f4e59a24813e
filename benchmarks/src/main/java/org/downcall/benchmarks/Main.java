package org.downcall.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.downcall.benchmarks.article.ArticleSuite;
import org.downcall.benchmarks.article.Clock;
import org.downcall.benchmarks.calls.CallSuite;
import org.downcall.benchmarks.kernels.KernelSuite;
import org.downcall.benchmarks.publish.Publication;
import org.downcall.benchmarks.report.HtmlReport;
import org.downcall.benchmarks.report.MarkdownReport;
import org.downcall.benchmarks.report.RunData;
import org.downcall.benchmarks.report.TerminalReport;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.ResultsFile;
import org.downcall.benchmarks.run.Environment;
import org.downcall.benchmarks.run.Options;
import org.downcall.benchmarks.run.Run;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Suite;
import org.downcall.benchmarks.vm.VmSuite;

/**
 * Measures, and reports: what {@code mvn verify -Pbench} runs. The properties {@code bench} and {@code bench.*} say what
 * to measure; docs/measurement.md explains them.
 */
public final class Main {

    /** The table of the article comes first: it is what most people came for. */
    private static final List<Suite> SUITES =
            List.of(new ArticleSuite(), new CallSuite(), new KernelSuite(), new VmSuite());

    /** @param arguments the directory for the report */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        try {
            List<String> failures = run(Options.of(System::getProperty), directory);
            failures.forEach(System.err::println);
            if (!failures.isEmpty()) {
                System.err.println(directory.resolve("run.log") + " tells more; with -Dbench.resume they are tried again.");
                System.exit(1);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** {@return what failed} */
    private static List<String> run(Options options, Path directory) throws IOException {
        Optional<RunData.Earlier> earlier = Optional.empty();
        if (options.compare().isPresent()) { // before anything is measured: it may be no results file
            Path file = options.compare().get();
            ResultsFile former = ResultsFile.read(file);
            List<Measurement> times = former.measurements().stream()
                    .filter(Measurement::isTime) // other people's files may have operations per second
                    .toList();
            earlier = Optional.of(new RunData.Earlier(file.toString(), times, former.environment()));
        }
        Files.createDirectories(directory);
        if (options.mode() == RunMode.SMOKE) {
            System.setProperty("jmh.ignoreLock", "true"); // these numbers cannot be spoilt by whoever else measures here
        }
        ObjectNode environment = Environment.of(options.mode());
        Clock clock = Clock.measure();
        environment.putObject("clock").put("readNanoseconds", clock.read()).put("stepNanoseconds", clock.step());

        Run.Outcome outcome;
        try (PrintStream log = log(directory.resolve("run.log"))) {
            outcome = new Run(options, environment, directory.resolve("results.json"), System.out, log).of(SUITES);
        }
        RunData data = RunData.of(outcome.results(), earlier);
        Files.writeString(directory.resolve("index.html"), HtmlReport.of(data).toString());
        Files.writeString(directory.resolve("report.md"), MarkdownReport.of(data).toString());
        System.out.println();
        System.out.println(TerminalReport.of(data));
        System.out.println("Report: " + directory.resolve("index.html") + ", report.md and results.json beside it");
        if (options.publish().isPresent() && outcome.failures().isEmpty()) {
            System.out.println(
                    "Published: " + Publication.write(outcome.results(), Path.of("docs/results"), options.publish().get()));
        }
        return outcome.failures();
    }

    private static PrintStream log(Path file) throws IOException {
        return new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
    }

    private Main() {}
}
