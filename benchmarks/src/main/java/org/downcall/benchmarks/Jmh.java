package org.downcall.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks as their annotations say. What JMH prints goes to a log: it has thousands of lines. */
final class Jmh {

    private final PrintStream log;

    Jmh(PrintStream log) {
        this.log = log;
    }

    /**
     * @param pattern a regular expression for the full names of the methods to run
     * @return one result for each method
     */
    Collection<RunResult> run(String pattern) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(pattern)
                // The forked JVMs get the options of this one; this one they cannot do without.
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
                .shouldFailOnError(true)
                .build();
        return new Runner(options, OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL)).run();
    }

    /** Names every method of a class to {@link #run}. */
    static String allOf(Class<?> benchmark) {
        return "^" + Pattern.quote(benchmark.getName() + ".");
    }

    static void writeJson(List<RunResult> results, Path file) {
        ResultFormatFactory.getInstance(ResultFormatType.JSON, file.toString()).writeOut(results);
    }
}
