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
    void nothingMeasuredIsNothingSaid() {
        assertEquals(List.of(), Findings.of(SampleRun.of()).sentences());
    }

    @Test
    void tellsTheCostOfACallAndHoldsOthersAgainstIt() {
        List<String> cost = groups(
                        oneLong("ffm", 6),
                        oneLong("ffmCritical", 2),
                        oneLong("c", 1),
                        oneLong("jni", 6.01),
                        oneLong("jna", 60))
                .get(Findings.COST);
        assertEquals(4, cost.size(), cost.toString());
        assertTrue(
                cost.get(0)
                        .startsWith(
                                "A downcall costs 6.00 ± 0.16 ns, a critical one 2.00 ± 0.06 ns ("),
                cost.get(0));
        assertTrue(cost.get(1).contains("1.00 ± 0.03 ns"), cost.get(1));
        assertEquals(
                "Held against that downcall, JNI: no difference shown; JNA: 10.0× slower.",
                cost.get(2));
        assertTrue(cost.get(3).contains("saves more than 6.00 ± 0.16 ns"), cost.get(3));
    }

    @Test
    void withoutACriticalCallNoneIsMentioned() {
        List<String> cost = groups(oneLong("ffm", 6)).get(Findings.COST);
        assertEquals(2, cost.size(), cost.toString());
        assertTrue(
                cost.stream().noneMatch(sentence -> sentence.contains("critical")),
                cost.toString());
    }

    @Test
    void aKernelPaysFromTheSizeOnFromWhichItAlwaysWins() {
        Map<String, List<String>> groups = groups(
                kernel("java", 1000, 100),
                kernel("java", 10, 1),
                kernel("java", 100, 10),
                kernel("native", 10, 5),
                kernel("native", 100, 9),
                kernel("native", 1000, 50));
        assertEquals(
                List.of(
                        "k: C is faster than Java from size = 100 on (2.00× faster at size = 1,000)."),
                groups.get(Findings.WINS));
        assertEquals(
                List.of("k: C is 5.00× slower than Java at size = 10."),
                groups.get(Findings.LOSSES));
    }

    @Test
    void aKernelThatWinsEverywhereSaysSo() {
        assertEquals(
                Map.of(
                        Findings.WINS,
                        List.of("k: C is faster than Java at every size measured, size = 1 to 2 "
                                + "(4.00× faster at size = 2).")),
                groups(
                        kernel("java", 1, 4),
                        kernel("native", 1, 1),
                        kernel("java", 2, 4),
                        kernel("native", 2, 1)));
    }

    @Test
    void aWinThatDoesNotLastIsNoBreakEven() {
        Map<String, List<String>> groups = groups(
                kernel("java", 1, 4),
                kernel("native", 1, 1),
                kernel("java", 2, 1),
                kernel("native", 2, 4));
        assertEquals(
                List.of("k: C is faster than Java at size = 1, but not at every larger size."),
                groups.get(Findings.WINS));
        assertEquals(
                List.of("k: C is 4.00× slower than Java at size = 2."),
                groups.get(Findings.LOSSES));
    }

    @Test
    void aWinAtTheLargestSizeOnlySaysSo() {
        Map<String, List<String>> groups = groups(
                kernel("java", 1, 1),
                kernel("native", 1, 4),
                kernel("java", 2, 4),
                kernel("native", 2, 1));
        assertEquals(
                List.of("k: C is 4.00× faster than Java at size = 2, the largest size measured."),
                groups.get(Findings.WINS));
    }

    @Test
    void theWorstOfSeveralLossesIsTold() {
        Map<String, List<String>> groups = groups(
                kernel("java", 1, 1),
                kernel("native", 1, 2),
                kernel("java", 2, 1),
                kernel("native", 2, 4),
                kernel("java", 3, 1),
                kernel("native", 3, 1));
        assertEquals(
                List.of("k: C is slower than Java at size = 1, 2 (4.00× slower at size = 2)."),
                groups.get(Findings.LOSSES));
        assertEquals(
                List.of("k: no difference shown between C and Java at size = 3."),
                groups.get(Findings.UNDECIDED));
    }

    /**
     * Another contender in Java is no Java to beat, at no size at which the kernel in Java was not
     * measured.
     */
    @Test
    void withoutTheKernelInJavaNothingIsSaidOfJava() {
        assertEquals(Map.of(), groups(kernel("vector", 1, 4), kernel("native", 1, 1)));
        assertEquals(
                Map.of(
                        Findings.WINS,
                        List.of(
                                "k: C is 2.00× faster than Java at size = 1, the only size measured.")),
                groups(
                        kernel("java", 1, 2), kernel("native", 1, 1),
                        kernel("vector", 2, 4), kernel("native", 2, 1)));
    }

    @Test
    void cBeatsJavaOnlyIfItBeatsEveryWayOfWritingIt() {
        Map<String, List<String>> groups =
                groups(kernel("java", 1, 10), kernel("vector", 1, 2), kernel("native", 1, 4));
        assertEquals(
                Map.of(
                        Findings.LOSSES,
                        List.of(
                                "k: C is 2.00× slower than Java at size = 1, the only size measured.")),
                groups);
    }

    @Test
    void librariesAreNotJava() {
        assertEquals(
                Map.of(
                        Findings.LOSSES,
                        List.of(
                                "k: C is 4.00× slower than GMP at size = 10, the only size measured.")),
                groups(kernel("gmp", 10, 1), kernel("native", 10, 4)));
    }

    @Test
    void aLibraryHasOneSentenceForAllSizes() {
        assertEquals(
                Map.of(
                        Findings.WINS,
                        List.of(
                                "k: C is faster than GMP from size = 100 on (2.00× faster at size = 1,000); "
                                        + "5.00× slower at size = 10; no difference shown at size = 1.")),
                groups(
                        kernel("gmp", 1, 1), kernel("native", 1, 1),
                        kernel("gmp", 10, 1), kernel("native", 10, 5),
                        kernel("gmp", 100, 10), kernel("native", 100, 9),
                        kernel("gmp", 1000, 100), kernel("native", 1000, 50)));
        assertEquals(
                Map.of(
                        Findings.LOSSES,
                        List.of("k: C is 2.00× slower than GMP at size = 2; "
                                + "faster at size = 1, but not at every larger size.")),
                groups(
                        kernel("gmp", 1, 4),
                        kernel("native", 1, 1),
                        kernel("gmp", 2, 1),
                        kernel("native", 2, 2)));
    }

    @Test
    void whatIsNotDecidedIsNotClaimed() {
        assertEquals(
                Map.of(
                        Findings.UNDECIDED,
                        List.of(
                                "k: no difference shown between C and Java at size = 1, the only size measured.")),
                groups(kernel("java", 1, 1), kernel("native", 1, 1.001)));
    }

    /** One sample has no error, whatever the means are. */
    @Test
    void singleSamplesDecideNothing() {
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
        assertTrue(cost.startsWith("A downcall costs 6.00 ± ? ns ("), cost);
    }

    @Test
    void aSmokeRunClaimsNothingAndWarnsFirst() {
        List<String> sentences = Findings.of(SampleRun.smoke()).sentences();
        assertEquals("Smoke run: the numbers mean nothing.", sentences.getFirst());
        List<String> claims = sentences.stream()
                .filter(one -> one.contains("faster") || one.contains("slower"))
                .toList();
        assertEquals(List.of(), claims);
    }

    @Test
    void coldStartAndSafepointsAreToldAsCosts() {
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
        assertTrue(losses.get(0).startsWith("Cold start: "), losses.get(0));
        assertTrue(losses.get(1).contains("calls of 10 ms"), losses.get(1));
        assertTrue(losses.get(1).contains("at most 8.20 ms"), losses.get(1));
    }

    @Test
    void allCachesOfTheColdStartShareASentence() {
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
        String sentence = groups.get(Findings.LOSSES).getFirst();
        assertTrue(sentence.contains("(cache: none), "), sentence);
        assertTrue(sentence.endsWith("(cache: AOT)."), sentence);
    }

    /** The names of the methods stand for the technologies where the class is not known. */
    @Test
    void whatCopiesOfArraysCostIsToldByLength() {
        Map<String, String> few = Map.of("length", "16");
        Map<String, String> many = Map.of("length", "4096");
        String array = SampleRun.CALLS + "FloatArray.";
        Map<String, List<String>> groups = groups(
                SampleRun.around(array + "ffmCritical", many, 1000),
                        SampleRun.around(array + "ffm", many, 1001),
                SampleRun.around(array + "ffmCritical", few, 10),
                        SampleRun.around(array + "ffm", few, 20));
        List<String> costs = groups.get(Findings.COST);
        assertTrue(
                costs.get(0).startsWith("C adds up 16 floats of a Java array in 10.0 "),
                costs.get(0));
        assertTrue(costs.get(0).endsWith("held against that, FFM: 2.00× slower."), costs.get(0));
        assertTrue(
                costs.get(1).endsWith("held against that, FFM: no difference shown."),
                costs.get(1));
    }
}
