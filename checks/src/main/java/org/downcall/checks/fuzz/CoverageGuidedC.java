package org.downcall.checks.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The library in C, instrumented by sanitizers, with inputs that libFuzzer derives from coverage. */
record CoverageGuidedC() implements Target {

    private static final List<String> OPTIONS = List.of(
            "-g1",
            "-O2",
            "-fsanitize=fuzzer,address,undefined",
            "-fno-sanitize-recover=all",
            // Tracing each comparison took 60 % of the time. The inputs contain no magic numbers.
            "-fno-sanitize-coverage=trace-cmp");

    @Override
    public String name() {
        return "c";
    }

    @Override
    public String description() {
        return "every function of downcall.h: libFuzzer, AddressSanitizer, UndefinedBehaviorSanitizer";
    }

    @Override
    public String inputs() {
        return "src/test/c/fuzz/corpus.txt";
    }

    private static Path program(Tools tools) {
        return tools.work().resolve("c");
    }

    @Override
    public void build(Tools tools) throws IOException, InterruptedException {
        tools.requireClang();
        List<String> sources = new ArrayList<>(tools.fuzzerSources("replay.c"));
        sources.addAll(tools.librarySources());
        tools.compile(tools.clang(), OPTIONS, sources, program(tools));
    }

    @Override
    public List<String> command(Tools tools, long seconds, Path corpus, Path findings) {
        return List.of(
                program(tools).toString(),
                "-max_total_time=" + seconds,
                "-max_len=96",
                "-timeout=" + HANG_SECONDS,
                "-report_slow_units=" + HANG_SECONDS,
                "-print_final_stats=1",
                // Fast inputs first: a large product takes as long as a thousand small ones.
                "-entropic_scale_per_exec_time=1",
                "-artifact_prefix=" + findings + "/",
                corpus.toString());
    }

    @Override
    public List<String> replay(Tools tools, String input) {
        return List.of(program(tools).toString(), input);
    }

    @Override
    public String inputsPattern() {
        return "stat::number_of_executed_units: +(\\d+)";
    }
}
