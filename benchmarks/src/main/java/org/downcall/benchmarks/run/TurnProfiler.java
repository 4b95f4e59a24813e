package org.downcall.benchmarks.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

/**
 * Runs in the JVM of a contender and lets JMH begin an iteration only when it is the contender's
 * turn. JMH calls profilers before the workers start and after they have ended, so nothing here is
 * in the measured time. All warm-up iterations are one turn, and each measured slice is another.
 */
public final class TurnProfiler implements InternalProfiler {

    /** An address of the coordinator, a colon, and the number of iterations in a slice. */
    static final String PROPERTY = "bench.turns";

    private static final long IDLE_CHECK_MILLISECONDS = 50;
    private static final long IDLE_CHECKS = 60;

    /** The step in which some systems count the processor time of a process. */
    private static final long IDLE_NANOSECONDS = 10_000_000;

    private TurnClient client;
    private ProcessorShare share;
    private IterationType phase;
    private int iterationsInSlice;
    private int iteration;

    @Override
    public String getDescription() {
        return "Lets the contenders of a comparison take turns";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams params) {
        try {
            if (client == null) {
                String property = System.getProperty(PROPERTY);
                int colon = property.lastIndexOf(':');
                iterationsInSlice = Integer.parseInt(property.substring(colon + 1));
                client = new TurnClient(property.substring(0, colon));
            }
            boolean newPhase = phase != params.getType();
            phase = params.getType();
            if (phase == IterationType.WARMUP) {
                if (newPhase) {
                    client.await();
                }
                return;
            }
            if (newPhase) {
                share = new ProcessorShare();
                awaitIdleness();
            }
            if (iteration == 0) {
                client.await();
                share.begin();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams params, IterationResult result) {
        if (phase == IterationType.MEASUREMENT && ++iteration == iterationsInSlice) {
            iteration = 0;
            try {
                client.end(share.wasDisturbed());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.of();
    }

    /**
     * Waits until the threads of this JVM, among them the compiler's and the collector's, use no
     * more than a fifth of a processor, but for 3 s at most.
     */
    private static void awaitIdleness() {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try {
            for (int i = 0; i < IDLE_CHECKS; i++) {
                long before = system.getProcessCpuTime();
                Thread.sleep(IDLE_CHECK_MILLISECONDS);
                if (system.getProcessCpuTime() - before <= IDLE_NANOSECONDS) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
