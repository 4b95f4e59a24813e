package org.downcall.benchmarks.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.BenchLibrary;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.JmhTrial;
import org.downcall.benchmarks.run.RunMode;

/** Calls and blocking calls on virtual threads: {@link CallOnThread} and {@link BlockedThreads}. */
final class VirtualThreads {

    private static final List<String> CALLS = List.of("java", "ffmCritical", "ffm");
    private static final List<String> BLOCKED = List.of(
            "sleepOnVirtualThreads",
            "sleepOnPlatformThreads",
            "ffmOnVirtualThreads",
            "ffmOnPlatformThreads",
            "upcallOnVirtualThreads",
            "upcallOnPlatformThreads");

    /** Their times are those of timers, and vary little from JVM to JVM. */
    private static final int MOST_JVMS = 3;

    /** The calls only in full mode. */
    static List<Comparison> comparisons(RunMode mode) {
        if (!BenchLibrary.present()) {
            return List.of();
        }
        List<JmhTrial> calls = new ArrayList<>();
        for (String method : CALLS) {
            calls.add(JmhTrial.of(CallOnThread.class, method, Map.of("thread", "platform")));
            calls.add(JmhTrial.of(CallOnThread.class, method, Map.of("thread", "virtual"))
                    .with("-Djmh.executor=VIRTUAL"));
        }
        List<JmhTrial> blocked = BLOCKED.stream()
                .map(method -> JmhTrial.of(BlockedThreads.class, method, Map.of()))
                .toList();
        Comparison blocking = new Comparison(
                "64 threads that block for a millisecond",
                blocked,
                VirtualThreads::checkBlockedThreads,
                MOST_JVMS);
        return mode == RunMode.DEFAULT
                ? List.of(blocking)
                : List.of(
                        new Comparison(
                                "a call on a platform thread and on a virtual one",
                                calls,
                                VirtualThreads::checkCalls),
                        blocking);
    }

    private static void checkCalls() {
        CallOnThread calls = new CallOnThread();
        long java = calls.java();
        long ffm = calls.ffm();
        long critical = calls.ffmCritical();
        if (ffm != java || critical != java) {
            throw new IllegalStateException(
                    "java: " + java + ", ffm: " + ffm + ", ffmCritical: " + critical);
        }
    }

    /**
     * Each operation checks that its tasks have blocked. This checks that they blocked long enough.
     */
    private static void checkBlockedThreads() {
        BlockedThreads threads = new BlockedThreads();
        try {
            for (String method : BLOCKED) {
                long start = System.nanoTime();
                BlockedThreads.class.getMethod(method).invoke(threads);
                long taken = System.nanoTime() - start;
                if (taken < BlockedThreads.NANOSECONDS) {
                    throw new IllegalStateException(
                            method + ": all tasks blocked within " + taken + " ns");
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.close();
        }
    }

    static List<Absence> absences() {
        if (BenchLibrary.present()) {
            return List.of();
        }
        return Stream.concat(
                        CALLS.stream().map(method -> CallOnThread.class.getName() + "." + method),
                        BLOCKED.stream()
                                .map(method -> BlockedThreads.class.getName() + "." + method))
                .map(benchmark -> new Absence(benchmark, Map.of(), BenchLibrary.ABSENCE))
                .toList();
    }

    private VirtualThreads() {}
}
