package org.downcall.checks.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The library as it is released, optimized and without instrumentation, with random changes of the
 * corpus. Inaccessible pages detect accesses beyond buffers in assembly, too, and ten times as many
 * inputs run in the same time.
 */
record RandomC() implements Target {

    private static final List<String> OPTIONS = List.of("-g1", "-O3");

    @Override
    public String name() {
        return "c-random";
    }

    @Override
    public String description() {
        return "every function of downcall.h, optimized: random inputs, inaccessible pages";
    }

    @Override
    public String inputs() {
        return "src/test/c/fuzz/corpus.txt";
    }

    private static Path program(Tools tools) {
        return tools.work().resolve("c-random");
    }

    @Override
    public void build(Tools tools) throws IOException, InterruptedException {
        List<String> sources = new ArrayList<>(tools.fuzzerSources("none"));
        sources.addAll(tools.librarySources());
        tools.compile(tools.cc(), OPTIONS, sources, program(tools));
    }

    @Override
    public List<String> command(Tools tools, long seconds, Path corpus, Path findings) {
        return List.of(
                program(tools).toString(),
                "-random",
                Long.toString(seconds),
                Long.toString(System.nanoTime() >>> 1),
                tools.library().resolve(inputs()).toString(),
                findings.toString());
    }

    @Override
    public List<String> replay(Tools tools, String input) {
        return List.of(program(tools).toString(), input);
    }

    @Override
    public String inputsPattern() {
        return "inputs (\\d+), seconds";
    }
}
