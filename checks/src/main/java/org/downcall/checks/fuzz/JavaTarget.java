package org.downcall.checks.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class with a method {@code fuzzerTestOneInput}, which Jazzer calls. */
record JavaTarget(String name, String className, String description) implements Target {

    @Override
    public String inputs() {
        return "src/test/resources/fuzz/" + name + ".txt";
    }

    @Override
    public void build(Tools tools) {
        // The build of the library compiles the classes.
    }

    private List<String> jazzer(Tools tools, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(
                "-Dorg.downcall.backend=native", // for numbers of all sizes
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + className,
                "--instrumentation_includes=org.downcall.**"));
        all.addAll(arguments);
        return tools.java(all);
    }

    @Override
    public List<String> command(Tools tools, long seconds, Path corpus, Path findings) {
        return jazzer(
                tools,
                List.of(
                        "-max_total_time=" + seconds,
                        "-max_len=96",
                        "-timeout=" + HANG_SECONDS,
                        "-report_slow_units=" + HANG_SECONDS,
                        "-print_final_stats=1",
                        "-artifact_prefix=" + findings + "/",
                        "--reproducer_path=" + findings,
                        corpus.toString()));
    }

    @Override
    public List<String> replay(Tools tools, String input) {
        return jazzer(tools, List.of(input));
    }

    @Override
    public String inputsPattern() {
        return "stat::number_of_executed_units: +(\\d+)";
    }
}
