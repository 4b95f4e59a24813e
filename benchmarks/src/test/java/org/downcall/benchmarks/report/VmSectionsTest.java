package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.downcall.benchmarks.report.Section.Block.Drawn;
import org.downcall.benchmarks.vm.BlockedThreads;
import org.downcall.benchmarks.vm.CallOnThread;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

class VmSectionsTest {

    private static Section section(RunData run, String title) {
        return VmSections.of(run).stream()
                .filter(section -> section.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> labels(Drawn drawn) {
        return drawn.numbers().rows().stream().map(row -> row.getFirst().text()).toList();
    }

    @Test
    void eachClassAboutThreadsHasAChart() {
        List<Drawn> charts = section(SampleRun.full(), "Virtual threads").blocks().stream()
                .map(Drawn.class::cast)
                .toList();
        assertEquals(
                List.of(
                        "A call on a platform thread and on a virtual one",
                        "64 tasks that block for a millisecond each"),
                charts.stream().map(chart -> chart.numbers().caption()).toList());
        List<String> calls = labels(charts.getFirst());
        assertTrue(calls.contains("Java on a virtual thread"), calls.toString());
        assertEquals(
                Set.of(
                        "sleep in Java, on virtual threads",
                        "sleep in Java, on platform threads",
                        "block in C, on virtual threads",
                        "block in C, on platform threads",
                        "sleep in an upcall from C, on virtual threads",
                        "sleep in an upcall from C, on platform threads"),
                Set.copyOf(labels(charts.getLast())));
    }

    /** A benchmark that is renamed must be renamed in the sample and in the report. */
    @Test
    void theSampleHasAllBenchmarks() {
        for (Class<?> type : List.of(CallOnThread.class, BlockedThreads.class)) {
            Set<String> methods = Arrays.stream(type.getMethods())
                    .filter(method -> method.isAnnotationPresent(Benchmark.class))
                    .map(method -> type.getName() + "." + method.getName())
                    .collect(Collectors.toSet());
            assertEquals(
                    methods,
                    SampleRun.full().measurements().stream()
                            .filter(one -> one.className().equals(type.getName()))
                            .map(one -> one.benchmark())
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void theReportHasASectionOnThreads() {
        String page = HtmlReport.of(SampleRun.full()).toString();
        assertTrue(page.contains("id=\"virtual-threads\""), page);
        assertTrue(page.contains("block in C, on virtual threads"), page);
    }

    @Test
    void aRunWithoutThreadsHasNoSectionOnThem() {
        assertEquals(
                List.of(),
                VmSections.of(
                        SampleRun.of(SampleRun.around(SampleRun.CALLS + "A.ffm", Map.of(), 7))));
    }
}
