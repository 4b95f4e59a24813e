package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.IntStream;
import org.downcall.benchmarks.results.Measurement;
import org.junit.jupiter.api.Test;

class ExcerptsTest {

    /** A run with two kernels and several contenders. */
    private static final Excerpts EXCERPTS = excerpts(
            kernel("multiply", "java", 1000, 100),
            kernel("multiply", "native", 1000, 105),
            kernel("multiply", "java", 10_000, 900),
            kernel("multiply", "native", 10_000, 300),
            kernel("multiply", "native", 100_000, 3000),
            kernel("multiply", "gmp", 1000, 50),
            kernel("multiply", "gmp", 100_000, 6000),
            kernel("multiply", "gmp-limbs", 100_000, 1500),
            kernel("multiply", "native-parallel", 100_000, 2000),
            kernel("to-string", "java", 100, 4000),
            kernel("to-string", "native", 100, 1000),
            kernel("to-string", "gmp-digits", 100, 500),
            kernel("fibonacci-scaling", "native", 1_000_000, 2_000_000),
            kernel("fibonacci-scaling", "native", 1_090_508, 2_617_219),
            kernel("fibonacci-scaling", "native", 1_189_207, 2_378_414));

    private static Measurement kernel(String kernel, String contender, long size, double mean) {
        return SampleRun.around(
                SampleRun.KERNELS,
                Map.of("kernel", kernel, "contender", contender, "size", Long.toString(size)),
                mean);
    }

    private static Measurement inTurns(String contender, double... sets) {
        return IntStream.range(0, sets.length)
                .mapToObj(set -> SampleRun.fork(
                                SampleRun.KERNELS,
                                "avgt",
                                Map.of(
                                        "kernel",
                                        "multiply",
                                        "contender",
                                        contender,
                                        "size",
                                        "10000"),
                                sets[set])
                        .ofTurns(new int[] {0}, 1, 0, set))
                .reduce(Measurement::plus)
                .orElseThrow();
    }

    private static Excerpts excerpts(Measurement... measurements) {
        return new Excerpts(SampleRun.of(measurements));
    }

    private static String messageFor(String what) {
        return assertThrows(IllegalArgumentException.class, () -> EXCERPTS.of(what))
                .getMessage();
    }

    @Test
    void ratiosOfAKernelAtAllSizes() {
        assertEquals("""
                | Kernel | Size | This library | Java | GMP | GMP, result left there |
                | --- | --: | --: | --: | --: | --: |
                | Product of two numbers | bits = 1,000 | 105 ± 3 ns | 0.95×, 0.91 to 1.00 | 0.48×, 0.45 to 0.50 |  |
                | Product of two numbers | bits = 10,000 | 300 ± 8 ns | 3.00×, 2.85 to 3.15 |  |  |
                | Product of two numbers | bits = 100,000 | 3.00 ± 0.08 µs |  | 2.00×, 1.90 to 2.10 | 0.50×, 0.48 to 0.53 |
                """, EXCERPTS.of("table ratios multiply"));
    }

    @Test
    void ratiosOfAKernelAtSomeSizes() {
        assertEquals("""
                | Kernel | Size | This library | GMP | GMP, result left there |
                | --- | --: | --: | --: | --: |
                | Product of two numbers | bits = 100,000 | 3.00 ± 0.08 µs | 2.00×, 1.90 to 2.10 | 0.50×, 0.48 to 0.53 |
                """, EXCERPTS.of("table ratios multiply 100000"));
    }

    /** A contender of both kernels has one column. */
    @Test
    void severalKernelsShareATable() {
        assertEquals("""
                | Kernel | Size | This library | Java | GMP | GMP, result left there |
                | --- | --: | --: | --: | --: | --: |
                | Product of two numbers | bits = 10,000 | 300 ± 8 ns | 3.00×, 2.85 to 3.15 |  |  |
                | Product of two numbers | bits = 100,000 | 3.00 ± 0.08 µs |  | 2.00×, 1.90 to 2.10 | 0.50×, 0.48 to 0.53 |
                | BigInteger to decimal String | digits = 100 | 1.00 ± 0.03 µs | 4.00×, 3.80 to 4.21 |  | 0.50×, 0.48 to 0.53 |
                """, EXCERPTS.of("table ratios multiply 10000 100000, to-string"));
    }

    @Test
    void timesOfAllContenders() {
        assertEquals("""
                | Kernel | Size | This library | GMP | GMP, result left there |
                | --- | --: | --: | --: | --: |
                | Product of two numbers | bits = 100,000 | 3.00 ± 0.08 µs | 6.00 ± 0.16 µs | 1.50 ± 0.04 µs |
                """, EXCERPTS.of("table times multiply 100000"));
    }

    @Test
    void theSizesWithTheLowestSpeedAreComparedWithTheJdk() {
        assertEquals("""
                | Kernel | Compared with | Sizes measured | Slowest at | Speed there, relative to Java |
                | --- | --- | --: | --: | --: |
                | Product of two numbers | BigInteger.multiply | 2 | bits = 1,000 | 0.95×, 0.91 to 1.00 |
                | BigInteger to decimal String | BigInteger.toString | 1 | digits = 100 | 4.00×, 3.80 to 4.21 |
                """, EXCERPTS.of("table slowest"));
    }

    @Test
    void breakEvenOfSomeContendersAndKernels() {
        String header = """
                | Kernel | Contender | C pays from | C at the smallest size | C at the largest size |
                | --- | --- | --: | --: | --: |
                """;
        String multiply = """
                | Product of two numbers | BigInteger.multiply | bits = 10,000 | bits = 1,000: 0.95×, 0.91 to 1.00 | bits = 10,000: 3.00×, 2.85 to 3.15 |
                """;
        String gmp = """
                | Product of two numbers | GMP | bits = 100,000 | bits = 1,000: 0.48×, 0.45 to 0.50 | bits = 100,000: 2.00×, 1.90 to 2.10 |
                """;
        String toString = """
                | BigInteger to decimal String | BigInteger.toString | digits = 100 | digits = 100: 4.00×, 3.80 to 4.21 | digits = 100: 4.00×, 3.80 to 4.21 |
                """;
        assertEquals(header + multiply + toString, EXCERPTS.of("table break-even java"));
        assertEquals(
                header + multiply + gmp, EXCERPTS.of("table break-even java gmp for multiply"));
        assertEquals(header + toString, EXCERPTS.of("table break-even java for to-string square"));
        assertTrue(EXCERPTS.of("table break-even for to-string").contains("GMP, no String"));
        assertTrue(EXCERPTS.of("table break-even").startsWith(header + multiply));
        assertEquals(
                "the run has no 'table break-even for square'",
                messageFor("table break-even for square"));
    }

    @Test
    void aRatioOfTwoBenchmarks() {
        String id = "KernelBenchmark.run(contender=%s, kernel=multiply, size=10000)";
        String ratio = "ratio " + id.formatted("native") + " / " + id.formatted("java");
        Excerpts inTurns =
                excerpts(inTurns("java", 900, 910, 890), inTurns("native", 300, 300, 300));
        assertEquals("3.00×, 2.81 to 3.20", inTurns.of(ratio));
        assertEquals("6.6 %", inTurns.of("precision median"));
        assertEquals("6.6 %", inTurns.of("precision quartile"));
        assertTrue(messageFor(ratio).contains("did not take turns"));
        assertEquals("there is no excerpt called 'precision'", messageFor("precision"));
        assertEquals("300 ± 8 ns", EXCERPTS.of("time " + id.formatted("native")));
        assertTrue(EXCERPTS.of("machine").contains("&lt;x86 &amp; co&gt;"));
    }

    @Test
    void costsOfAnyBenchmarksShareATable() {
        Excerpts excerpts = excerpts(
                SampleRun.allocating(
                        SampleRun.around(SampleRun.CALLS + "SampleShape.ffm", Map.of(), 7), 0),
                SampleRun.allocating(
                        SampleRun.around(SampleRun.CALLS + "SampleShape.quick", Map.of(), 3), 24),
                SampleRun.around(
                        SampleRun.CALLS + "FloatArray.criticalZeroCopy",
                        Map.of("length", "16"),
                        11),
                SampleRun.around(
                        SampleRun.VM + "CallOnThread.ffmCritical", Map.of("thread", "virtual"), 5),
                kernel("multiply", "gmp", 1000, 50));
        assertEquals("""
                | What | Time of one | Bytes of Java heap |
                | --- | --: | --: |
                | Sample &lt;of&gt; a &amp; "shape", FFM: the right way | 7.00 ± 0.18 ns | 0 B |
                | my own = label | 3.00 ± 0.08 ns | 24 B |
                | Array of floats, added in 16 partial sums, FFM critical: the array itself, on the heap (length 16) | \
                11.0 ± 0.3 ns |  |
                | Call on a thread, FFM critical (thread virtual) | 5.00 ± 0.13 ns |  |
                | Product of two numbers, GMP (bits = 1,000) | 50.0 ± 1.3 ns |  |
                """, excerpts.of("""
                        cost SampleShape.ffm; SampleShape.quick = my own = label;
                        FloatArray.criticalZeroCopy(length=16); CallOnThread.ffmCritical(thread=virtual);
                        KernelBenchmark.run(contender=gmp, kernel=multiply, size=1000)"""));
    }

    @Test
    void resultsThatTheRunDoesNotHaveAreAnError() {
        assertEquals("the run has no 'divide' in C", messageFor("table ratios divide"));
        assertEquals(
                "the run has no 'multiply' with a size of 7",
                messageFor("table ratios multiply 1000 7"));
        assertEquals("For input string: \"many\"", messageFor("table times multiply many"));
        assertEquals("the run has no 'OneLong.ffm'", messageFor("cost OneLong.ffm; OneLong.java"));
        assertEquals("the run has no 'table calls'", messageFor("table calls"));
        assertEquals("the run has no 'table article'", messageFor("table article"));
        assertTrue(messageFor("chart multiply").startsWith("there is no excerpt called"));
        assertTrue(messageFor("table multiply").startsWith("there is no excerpt called"));
        assertTrue(messageFor("ratio OneLong.ffm").contains("must name two benchmarks"));
        assertEquals(
                "the run has no 'multiply' in C",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> excerpts(kernel("multiply", "java", 1, 1))
                                        .of("table ratios multiply"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> excerpts().of("table slowest"));
        assertEquals(
                "the run has no 'divide'",
                assertThrows(IllegalArgumentException.class, () -> EXCERPTS.picture("divide"))
                        .getMessage());
    }
}
