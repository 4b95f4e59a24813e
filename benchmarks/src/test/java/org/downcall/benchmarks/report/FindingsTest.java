package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.downcall.benchmarks.results.Measurement;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private static Measurement oneLong(String method, double mean) {
        return SampleRun.around(SampleRun.CALLS + "OneLong." + method, Map.of(), mean);
    }

    private static Measurement kernel(String contender, long size, double mean) {
        return SampleRun.around(
                SampleRun.KERNELS,
                Map.of("kernel", "k", "contender", contender, "size", Long.toString(size)),
                mean);
    }

    private static Map<String, List<String>> groups(Measurement... measurements) {
        return Findings.of(SampleRun.of(measurements)).groups();
    }

    @Test
    void anEmptyRunHasNoLines() {
        assertEquals(List.of(), Findings.of(SampleRun.of()).lines());
    }

    @Test
    void theCostOfACallIsComparedWithThatOfOtherTechnologies() {
        List<String> cost = groups(
                        oneLong("ffm", 6),
                        oneLong("ffmCritical", 2),
                        oneLong("c", 1),
                        oneLong("jni", 6.01),
                        oneLong("jna", 60))
                .get(Findings.COST);
        assertEquals(
                List.of(
                        "Plain downcall, long long f(long long): 6.00 ± 0.16 ns",
                        "Critical downcall: 2.00 ± 0.06 ns",
                        "The same function called from C, by pointer: 1.00 ± 0.03 ns",
                        "JNI, compared with a plain downcall: no difference shown",
                        "JNA, compared with a plain downcall: 10.0× slower"),
                cost);
    }

    @Test
    void withoutACriticalCallItIsNotMentioned() {
        List<String> cost = groups(oneLong("ffm", 6)).get(Findings.COST);
        assertEquals(List.of("Plain downcall, long long f(long long): 6.00 ± 0.16 ns"), cost);
    }

    @Test
    void cPaysFromTheSizeFromWhichItIsAlwaysFaster() {
        Map<String, List<String>> groups = groups(
                kernel("java", 1000, 100),
                kernel("java", 10, 1),
                kernel("java", 100, 10),
                kernel("native", 10, 5),
                kernel("native", 100, 9),
                kernel("native", 1000, 50));
        assertEquals(
                List.of(
                        "k, C compared with Java: faster from size = 100 (2.00× faster at size = 1,000)"),
                groups.get(Findings.WINS));
        assertEquals(
                List.of("k, C compared with Java: 5.00× slower at size = 10"),
                groups.get(Findings.LOSSES));
    }

    @Test
    void cMayBeFasterAtEverySize() {
        assertEquals(
                Map.of(
                        Findings.WINS,
                        List.of("k, C compared with Java: faster at every size, size = 1 to 2 "
                                + "(4.00× faster at size = 2)")),
                groups(
                        kernel("java", 1, 4),
                        kernel("native", 1, 1),
                        kernel("java", 2, 4),
                        kernel("native", 2, 1)));
    }

    @Test
    void cThatIsFasterOnlyAtSmallSizesHasNoBreakEven() {
        Map<String, List<String>> groups = groups(
                kernel("java", 1, 4),
                kernel("native", 1, 1),
                kernel("java", 2, 1),
                kernel("native", 2, 4));
        assertEquals(
                List.of("k, C compared with Java: faster at size = 1 (not at every larger size)"),
                groups.get(Findings.WINS));
        assertEquals(
                List.of("k, C compared with Java: 4.00× slower at size = 2"),
                groups.get(Findings.LOSSES));
    }

    @Test
    void cMayBeFasterAtTheLargestSizeOnly() {
        Map<String, List<String>> groups = groups(
                kernel("java", 1, 1),
                kernel("native", 1, 4),
                kernel("java", 2, 4),
                kernel("native", 2, 1));
        assertEquals(
                List.of("k, C compared with Java: 4.00× faster at size = 2 (the largest size)"),
                groups.get(Findings.WINS));
    }

    @Test
    void theLargestLossIsPrinted() {
        Map<String, List<String>> groups = groups(
                kernel("java", 1, 1),
                kernel("native", 1, 2),
                kernel("java", 2, 1),
                kernel("native", 2, 4),
                kernel("java", 3, 1),
                kernel("native", 3, 1));
        assertEquals(
                List.of(
                        "k, C compared with Java: slower at size = 1, 2 (4.00× slower at size = 2)"),
                groups.get(Findings.LOSSES));
        assertEquals(
                List.of("k, C compared with Java: at size = 3"), groups.get(Findings.UNDECIDED));
    }

    /**
     * Another contender in Java counts only at sizes at which the Java kernel was measured.
     */
    @Test
    void withoutTheJavaKernelJavaIsNotMentioned() {
        assertEquals(Map.of(), groups(kernel("vector", 1, 4), kernel("native", 1, 1)));
        assertEquals(
                Map.of(
                        Findings.WINS,
                        List.of(
                                "k, C compared with Java: 2.00× faster at size = 1 (the only size)")),
                groups(
                        kernel("java", 1, 2), kernel("native", 1, 1),
                        kernel("vector", 2, 4), kernel("native", 2, 1)));
    }

    @Test
    void cIsFasterThanJavaOnlyIfItIsFasterThanEveryContenderInJava() {
        Map<String, List<String>> groups =
                groups(kernel("java", 1, 10), kernel("vector", 1, 2), kernel("native", 1, 4));
        assertEquals(
                Map.of(
                        Findings.LOSSES,
                        List.of(
                                "k, C compared with Java: 2.00× slower at size = 1 (the only size)")),
                groups);
    }

    @Test
    void librariesDoNotCountAsJava() {
        assertEquals(
                Map.of(
                        Findings.LOSSES,
                        List.of(
                                "k, C compared with GMP: 4.00× slower at size = 10 (the only size)")),
                groups(kernel("gmp", 10, 1), kernel("native", 10, 4)));
    }

    @Test
    void aLibraryHasOneLineForAllSizes() {
        assertEquals(
                Map.of(
                        Findings.WINS,
                        List.of(
                                "k, C compared with GMP: faster from size = 100 (2.00× faster at size = 1,000); "
                                        + "5.00× slower at size = 10; no difference shown at size = 1")),
                groups(
                        kernel("gmp", 1, 1), kernel("native", 1, 1),
                        kernel("gmp", 10, 1), kernel("native", 10, 5),
                        kernel("gmp", 100, 10), kernel("native", 100, 9),
                        kernel("gmp", 1000, 100), kernel("native", 1000, 50)));
        assertEquals(
                Map.of(
                        Findings.LOSSES,
                        List.of("k, C compared with GMP: 2.00× slower at size = 2; "
                                + "faster at size = 1 (not at every larger size)")),
                groups(
                        kernel("gmp", 1, 4),
                        kernel("native", 1, 1),
                        kernel("gmp", 2, 1),
                        kernel("native", 2, 2)));
    }

    @Test
    void withoutAVerdictNothingIsClaimed() {
        assertEquals(
                Map.of(
                        Findings.UNDECIDED,
                        List.of("k, C compared with Java: at size = 1 (the only size)")),
                groups(kernel("java", 1, 1), kernel("native", 1, 1.001)));
    }

    /** A single sample has no error. */
    @Test
    void singleSamplesAllowNoVerdict() {
        Measurement java = SampleRun.fork(
                SampleRun.KERNELS,
                "avgt",
                Map.of("kernel", "k", "contender", "java", "size", "1"),
                1000);
        Measurement inC = SampleRun.fork(
                SampleRun.KERNELS,
                "avgt",
                Map.of("kernel", "k", "contender", "native", "size", "1"),
                1);
        assertEquals(List.of(Findings.UNDECIDED), List.copyOf(groups(java, inC).keySet()));
        String cost = groups(SampleRun.fork(SampleRun.CALLS + "OneLong.ffm", "avgt", Map.of(), 6))
                .get(Findings.COST)
                .getFirst();
        assertEquals("Plain downcall, long long f(long long): 6.00 ± ? ns", cost);
    }

    @Test
    void aSmokeRunHasAWarningAndNoVerdicts() {
        List<String> lines = Findings.of(SampleRun.smoke()).lines();
        assertEquals("Smoke run: the numbers mean nothing.", lines.getFirst());
        List<String> claims = lines.stream()
                .filter(one -> one.contains("faster") || one.contains("slower"))
                .toList();
        assertEquals(List.of(), claims);
    }

    @Test
    void coldStartAndSafepointsAreCosts() {
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(SampleRun.fork(
                SampleRun.VM + "ColdStart.javaKernel", "ss", Map.of(), 40e6, 41e6, 42e6));
        measurements.add(SampleRun.fork(
                SampleRun.VM + "ColdStart.nativeKernel", "ss", Map.of(), 140e6, 141e6, 142e6));
        Map<String, String> params = Map.of("gc", "G1", "length", "10ms");
        measurements.add(SampleRun.fork(
                SampleRun.VM + "Safepoints.critical", "ss", params, 8e6, 8.1e6, 8.2e6));
        measurements.add(
                SampleRun.fork(SampleRun.VM + "Safepoints.plain", "ss", params, 8e3, 8.1e3, 8.2e3));
        List<String> losses = Findings.of(SampleRun.run("full", measurements, Optional.empty()))
                .groups()
                .get(Findings.LOSSES);
        assertEquals(2, losses.size(), losses.toString());
        assertTrue(losses.get(0).startsWith("Cold start to the first result: "), losses.get(0));
        assertTrue(losses.get(1).contains("calls of 10 ms"), losses.get(1));
        assertTrue(losses.get(1).contains("longest 8.20 ms"), losses.get(1));
    }

    @Test
    void eachCacheOfTheColdStartHasALine() {
        List<Measurement> measurements = new ArrayList<>();
        for (String cache : List.of("none", "AOT")) {
            Map<String, String> params = Map.of("cache", cache);
            measurements.add(SampleRun.fork(
                    SampleRun.VM + "ColdStart.javaKernel", "ss", params, 40e6, 41e6, 42e6));
            measurements.add(SampleRun.fork(
                    SampleRun.VM + "ColdStart.nativeKernel", "ss", params, 80e6, 81e6, 82e6));
        }
        Map<String, List<String>> groups = Findings.of(
                        SampleRun.run("full", measurements, Optional.empty()))
                .groups();
        assertEquals(List.of(Findings.LOSSES), List.copyOf(groups.keySet()));
        List<String> lines = groups.get(Findings.LOSSES);
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(0).contains(", cache none: "), lines.get(0));
        assertTrue(lines.get(1).contains(", cache AOT: "), lines.get(1));
    }

    /** The names of the methods stand for the technologies if the class is unknown. */
    @Test
    void theCostOfCopiesOfArraysIsListedByLength() {
        Map<String, String> few = Map.of("length", "16");
        Map<String, String> many = Map.of("length", "4096");
        String array = SampleRun.CALLS + "FloatArray.";
        Map<String, List<String>> groups = groups(
                SampleRun.around(array + "ffmCritical", many, 1000),
                        SampleRun.around(array + "ffm", many, 1001),
                SampleRun.around(array + "ffmCritical", few, 10),
                        SampleRun.around(array + "ffm", few, 20));
        List<String> costs = groups.get(Findings.COST);
        assertEquals(4, costs.size(), costs.toString());
        assertTrue(
                costs.get(0).startsWith("Sum of 16 floats, critical, array in place: 10.0 "),
                costs.get(0));
        assertEquals("Sum of 16 floats, FFM, compared with that: 2.00× slower", costs.get(1));
        assertEquals(
                "Sum of 4,096 floats, FFM, compared with that: no difference shown", costs.get(3));
    }
}
