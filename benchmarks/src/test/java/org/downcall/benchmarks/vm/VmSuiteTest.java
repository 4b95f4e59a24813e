package org.downcall.benchmarks.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.RequiresLibrary;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.RunMode;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

class VmSuiteTest {

    private static List<Comparison> comparisons(RunMode mode) {
        return new VmSuite().comparisons(mode);
    }

    @RequiresLibrary
    @Test
    void everyBenchmarkMethodIsMeasured() {
        Set<String> measured = comparisons(RunMode.FULL).stream()
                .flatMap(comparison -> comparison.trials().stream())
                .map(trial -> trial.benchmark())
                .collect(Collectors.toSet());
        for (Class<?> type : List.of(CallOnThread.class, BlockedThreads.class)) {
            Arrays.stream(type.getMethods())
                    .filter(method -> method.isAnnotationPresent(Benchmark.class))
                    .map(Method::getName)
                    .forEach(method ->
                            assertTrue(measured.contains(type.getName() + "." + method), method));
        }
    }

    @RequiresLibrary
    @Test
    void fullModeIncludesTheBenchmarksOfTheOthers() {
        List<List<String>> ids = Stream.of(RunMode.values())
                .map(mode -> comparisons(mode).stream()
                        .flatMap(comparison -> comparison.trials().stream())
                        .map(trial -> trial.id())
                        .toList())
                .toList();
        assertTrue(ids.get(2).containsAll(ids.get(0)));
        assertTrue(ids.get(2).containsAll(ids.get(1)));
        ids.forEach(one -> assertEquals(one.stream().distinct().toList(), one));
    }

    @RequiresLibrary
    @Test
    void virtualThreadsHaveTheSameResultsAsPlatformThreads() {
        comparisons(RunMode.SMOKE).stream()
                .filter(comparison -> comparison.name().contains("thread"))
                .forEach(comparison -> comparison.check().run());
    }

    @Test
    void theWrongKindOfThreadIsAnError() {
        CallOnThread call = new CallOnThread();
        call.thread = "virtual";
        assertThrows(IllegalStateException.class, call::requireThread);
        call.thread = "platform";
        call.requireThread();
    }
}
