package org.downcall.benchmarks.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.downcall.benchmarks.results.Measurement;

/** Measures trials at the same time, in one JVM each, which take turns slice by slice. */
final class InTurns {

    /** A JVM that warms up longer than this, or in a slice, has failed. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    /** JavaScript, which viewers of the JSON are written in, reads integers of 53 bits exactly. */
    private static final int SEED_BITS = 53;

    /**
     * {@return the measurement of each trial, or the exception for which it failed}
     *
     * @param jvmArguments more arguments for each JVM
     * @param random chooses the seed of the order of the turns
     */
    static Map<JmhTrial, Callable<Measurement>> measure(
            List<JmhTrial> trials,
            RunMode mode,
            List<String> jvmArguments,
            PrintStream log,
            Random random)
            throws IOException, InterruptedException {
        List<Integer> rounds =
                trials.stream().map(trial -> trial.timing(mode).slices()).toList();
        long seed = seed(random);
        List<FutureTask<Measurement>> running = new ArrayList<>();
        List<ByteArrayOutputStream> logs = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<Optional<Coordinator.Slices>> slices;
        try (Coordinator coordinator = new Coordinator(rounds, LONGEST_TURN, seed)) {
            for (JmhTrial trial : trials) {
                String address = coordinator.address(running.size());
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                PrintStream trialLog = new PrintStream(bytes, true, StandardCharsets.UTF_8);
                FutureTask<Measurement> task = new FutureTask<>(
                        () -> trial.measure(mode, trialLog, address, jvmArguments));
                logs.add(bytes);
                running.add(task);
                threads.add(Thread.ofPlatform().daemon().name(trial.id()).start(task));
            }
            slices = coordinator.conduct(running);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        Map<JmhTrial, Callable<Measurement>> results = new LinkedHashMap<>();
        for (int i = 0; i < trials.size(); i++) {
            log.print(logs.get(i).toString(StandardCharsets.UTF_8));
            Future<Measurement> all = running.get(i);
            Optional<Coordinator.Slices> taken = slices.get(i);
            int samples = trials.get(i).timing(mode).iterations();
            results.put(trials.get(i), () -> measurement(all, taken, samples, seed));
        }
        return results;
    }

    static long seed(Random random) {
        return random.nextLong() >>> (Long.SIZE - SEED_BITS);
    }

    private static Measurement measurement(
            Future<Measurement> all, Optional<Coordinator.Slices> taken, int samples, long seed)
            throws Exception {
        try {
            Measurement measured = all.get();
            Coordinator.Slices slices = taken.orElseThrow(() -> new IllegalStateException(
                    "the JVM did not wait for its turns, or a turn took longer than "
                            + LONGEST_TURN));
            return measured.ofTurns(slices.turns(), samples, slices.disturbed(), seed);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private InTurns() {}
}
