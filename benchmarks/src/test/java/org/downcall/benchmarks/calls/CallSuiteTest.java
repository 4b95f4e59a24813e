package org.downcall.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.downcall.benchmarks.RequiresLibrary;
import org.downcall.benchmarks.memory.MemoryShapes;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Trial;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class CallSuiteTest {

    private final CallSuite suite = new CallSuite();

    @RequiresLibrary
    @Test
    void eachShapeIsAComparison() {
        List<Comparison> comparisons = suite.comparisons(RunMode.DEFAULT);
        Comparison oneLong = comparisons.stream()
                .filter(comparison -> comparison.name().equals("one long"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of(
                        "OneLong.java",
                        "OneLong.c",
                        "OneLong.ffmCritical",
                        "OneLong.ffm",
                        "OneLong.jextract",
                        "OneLong.jni",
                        "OneLong.jnr",
                        "OneLong.jnaDirect",
                        "OneLong.jna"),
                oneLong.trials().stream().map(Trial::id).toList());
        assertEquals(List.of(), suite.absences(RunMode.DEFAULT));
    }

    @RequiresLibrary
    @Test
    void contendersTakeTurnsInOneComparison() {
        List<List<String>> bystanders = suite.comparisons(RunMode.FULL).stream()
                .map(comparison -> comparison.trials().stream().map(Trial::id).toList())
                .filter(trials -> trials.getFirst().startsWith("SharedArenaBystander."))
                .toList();
        assertEquals(
                List.of(List.of(
                        "SharedArenaBystander.java(beside=nothing)",
                        "SharedArenaBystander.java(beside=confined)",
                        "SharedArenaBystander.java(beside=shared)",
                        "SharedArenaBystander.ffm(beside=nothing)",
                        "SharedArenaBystander.ffm(beside=confined)",
                        "SharedArenaBystander.ffm(beside=shared)",
                        "SharedArenaBystander.ffmShared(beside=nothing)",
                        "SharedArenaBystander.ffmShared(beside=confined)",
                        "SharedArenaBystander.ffmShared(beside=shared)")),
                bystanders);
        long lengths = suite.comparisons(RunMode.FULL).stream()
                .filter(comparison -> comparison.name().startsWith("array of floats"))
                .count();
        assertTrue(lengths > 1, "values of other parameters are compared each for itself");
    }

    @RequiresLibrary
    @Test
    void shapesThatCompileSlowlyWarmUpLonger() {
        assertTrue(estimate("OneLong.ffm").compareTo(estimate("OneLong.jna")) < 0);
        assertEquals(estimate("OneLong.jnr"), estimate("OneLong.jna"));
        assertTrue(estimate("OneLong.jnaDirect").compareTo(estimate("StructIn16.ffm")) < 0);
        assertEquals(estimate("OneLong.jna"), estimate("ErrnoCaptured.ffm"));
        assertEquals(estimate("StructIn16.ffm"), estimate("StructIn16.jna"));
    }

    private Duration estimate(String id) {
        return suite.comparisons(RunMode.FULL).stream()
                .flatMap(comparison -> comparison.trials().stream())
                .filter(trial -> trial.id().equals(id))
                .findFirst()
                .orElseThrow()
                .estimate(RunMode.FULL);
    }

    @Test
    void someShapesAreMeasuredInFullModeOnly() {
        CallSuite memory = new CallSuite(MemoryShapes.ALL);
        assertEquals(List.of(), memory.comparisons(RunMode.DEFAULT));
        assertEquals(List.of(), memory.absences(RunMode.DEFAULT));
    }

    @RequiresLibrary
    @Test
    void namesAndTrialsAreUnique() {
        List<Comparison> comparisons = suite.comparisons(RunMode.FULL);
        Set<String> names = comparisons.stream().map(Comparison::name).collect(Collectors.toSet());
        assertEquals(comparisons.size(), names.size());
        List<String> trials = comparisons.stream()
                .flatMap(comparison -> comparison.trials().stream())
                .map(Trial::id)
                .toList();
        assertEquals(Set.copyOf(trials).size(), trials.size());
    }

    @Test
    void withoutTheLibraryAllShapesThatCallAreAbsentWithAReason() {
        String library = System.getProperty("bench.library", "");
        System.setProperty("bench.library", "no/such/file.so");
        try {
            CallSuite memory = new CallSuite(MemoryShapes.ALL);
            assertEquals(
                    MemoryShapes.ALL.size(), memory.comparisons(RunMode.FULL).size());
            assertEquals(List.of(), memory.absences(RunMode.FULL));
            assertEquals(List.of(), suite.comparisons(RunMode.DEFAULT));
            List<Absence> absences = suite.absences(RunMode.DEFAULT);
            assertTrue(absences.contains(new Absence(
                    "org.downcall.benchmarks.calls.OneLong.ffm", Map.of(), BenchLibrary.ABSENCE)));
        } finally {
            System.setProperty("bench.library", library);
        }
    }

    /** Checks a shape, and prints which of its ways are absent. */
    static final class AbsentWays {

        public static void main(String[] arguments) {
            ShapeAgreement.check(OneLong.class, Map.of());
            for (Absence absence : new CallSuite().absences(RunMode.DEFAULT)) {
                if (absence.benchmark().startsWith(OneLong.class.getName())) {
                    System.out.println(absence.benchmark() + ": " + absence.reason());
                }
            }
        }
    }

    @RequiresLibrary
    @Test
    void peersWhoseNativeCodeCannotBeLoadedAreAbsent() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djna.noclasspath=true",
                        "-Djnr.ffi.provider=none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AbsentWays.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor());
        assertEquals("""
                org.downcall.benchmarks.calls.OneLong.jnr: \
                the native library of JNR-FFI cannot be loaded on this machine
                org.downcall.benchmarks.calls.OneLong.jnaDirect: \
                the native library of JNA cannot be loaded on this machine
                org.downcall.benchmarks.calls.OneLong.jna: \
                the native library of JNA cannot be loaded on this machine
                """, output);
    }

    /** A shape with parameters. */
    static final class WithParams {

        @Param({"1", "16", "1024"})
        @InDefaultMode({"1", "1024"})
        int length;

        @Param({"heap", "native"})
        String where;
    }

    @Test
    void fullModeHasEveryCombinationOfTheParametersAndDefaultModeFewer() {
        assertEquals(
                List.of(
                        Map.of("length", "1", "where", "heap"),
                                Map.of("length", "1", "where", "native"),
                        Map.of("length", "1024", "where", "heap"),
                                Map.of("length", "1024", "where", "native")),
                CallSuite.params(WithParams.class, RunMode.DEFAULT));
        assertEquals(6, CallSuite.params(WithParams.class, RunMode.FULL).size());
        assertEquals(6, CallSuite.params(WithParams.class, RunMode.SMOKE).size());
    }
}
