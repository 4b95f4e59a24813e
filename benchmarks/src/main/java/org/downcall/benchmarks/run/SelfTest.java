package org.downcall.benchmarks.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.downcall.benchmarks.results.Decisions;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * Tests the instrument on this machine: {@code -Dbench=selftest} measures {@link KnownWork} as the
 * full mode would, once as the machine is, and once beside a busy loop for each processor.
 */
public final class SelfTest {

    public static final String MODE = "selftest";

    private static final RunMode TIMES = RunMode.FULL;

    /** The number of equal contenders. They make 105 pairs. */
    private static final int EQUAL = 15;

    private static final List<String> OTHERS = List.of("slower", "twice");

    /** Of a JVM that allocates nothing: its heap, and what it has beside the heap. */
    private static final long MEMORY = 1L << 28;

    private final PrintStream out;
    private final PrintStream log;
    private boolean passed = true;

    private SelfTest(PrintStream out, PrintStream log) {
        this.out = out;
        this.log = log;
    }

    /**
     * {@return whether all contenders were judged as they must be}
     *
     * @param log for the output of JMH
     * @throws UsageException if the machine has too little memory
     */
    public static boolean run(PrintStream out, PrintStream log) throws Exception {
        requireMemory(Machine.mostJvms(MEMORY));
        SelfTest test = new SelfTest(out, log);
        test.asTheMachineIs();
        test.besideBusyLoops();
        return test.passed;
    }

    /** @param mostJvms how many JVMs fit into the memory */
    static void requireMemory(int mostJvms) {
        int jvms = EQUAL + OTHERS.size();
        if (mostJvms < jvms) {
            throw new UsageException("The self-test starts " + jvms + " JVMs at the same time, but"
                    + " only " + mostJvms + " fit into the memory of this machine. Use a machine"
                    + " with more memory.");
        }
    }

    private void asTheMachineIs() throws Exception {
        out.println("As the machine is:");
        List<String> equal = IntStream.range(0, EQUAL).mapToObj(i -> "same" + i).toList();
        Map<String, Measurement> measured =
                measure(Stream.concat(equal.stream(), OTHERS.stream()).toList());
        List<Ratio> pairs = new ArrayList<>();
        for (int i = 0; i < EQUAL; i++) {
            for (int k = 0; k < i; k++) {
                pairs.add(ratio(measured, equal.get(i), equal.get(k)));
            }
        }
        Ratio slower = ratio(measured, "slower", equal.getFirst());
        Ratio twice = ratio(measured, "twice", equal.getFirst());
        Decisions decisions = new Decisions(
                Stream.concat(pairs.stream(), Stream.of(slower, twice)).toList());
        long undecided = pairs.stream()
                .filter(pair -> decisions.verdict(pair) == Verdict.UNDECIDED)
                .count();
        check(
                undecided + " of " + pairs.size() + " pairs of equal contenders are undecided",
                undecided >= 0.99 * pairs.size());
        out.println("  intervals of equal contenders that exclude 1, before the correction: "
                + pairs.stream()
                        .filter(pair -> pair.verdict() != Verdict.UNDECIDED)
                        .count());
        check("5 % more work is slower", decisions.verdict(slower) == Verdict.SLOWER);
        check("twice the work is slower", decisions.verdict(twice) == Verdict.SLOWER);
    }

    private void besideBusyLoops() throws Exception {
        int loops = Runtime.getRuntime().availableProcessors();
        out.println("Beside " + loops + " busy loops:");
        AtomicBoolean ended = new AtomicBoolean();
        for (int i = 0; i < loops; i++) {
            Thread.ofPlatform().daemon().name("busy loop").start(() -> {
                while (!ended.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        try {
            Map<String, Measurement> measured = measure(List.of("one", "same", "twice"));
            Ratio same = ratio(measured, "same", "one");
            Ratio twice = ratio(measured, "twice", "one");
            Decisions decisions = new Decisions(List.of(same, twice));
            check("equal contenders are undecided", decisions.verdict(same) == Verdict.UNDECIDED);
            check("twice the work is slower", decisions.verdict(twice) == Verdict.SLOWER);
        } finally {
            ended.set(true);
        }
    }

    private static Ratio ratio(Map<String, Measurement> measured, String one, String other) {
        return Ratio.of(measured.get(one), measured.get(other));
    }

    private Map<String, Measurement> measure(List<String> contenders) throws Exception {
        List<JmhTrial> trials = contenders.stream()
                .map(name -> JmhTrial.of(KnownWork.class, "work", Map.of("contender", name)))
                .toList();
        Map<String, Measurement> measured = new LinkedHashMap<>();
        Random random = new Random();
        for (int set = 0; set < TIMES.forks(); set++) {
            Map<JmhTrial, Callable<Measurement>> results =
                    InTurns.measure(trials, TIMES, List.of(), log, random);
            for (JmhTrial trial : trials) {
                measured.merge(
                        trial.params().get("contender"),
                        results.get(trial).call(),
                        Measurement::plus);
            }
        }
        Answer.lines(new ArrayList<>(measured.values())).forEach(out::println);
        return measured;
    }

    private void check(String what, boolean ok) {
        passed &= ok;
        out.println((ok ? "  passed: " : "  FAILED: ") + what);
    }
}
