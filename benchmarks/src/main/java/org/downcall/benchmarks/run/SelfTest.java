package org.downcall.benchmarks.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;

/**
 * Tests the instrument on this machine: {@code -Dbench=selftest} measures {@link KnownWork} as the
 * default mode would, once as the machine is, and once beside a busy loop for each processor.
 */
public final class SelfTest {

    public static final String MODE = "selftest";

    private static final RunMode TIMES = RunMode.DEFAULT;

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
     */
    public static boolean run(PrintStream out, PrintStream log) throws Exception {
        SelfTest test = new SelfTest(out, log);
        test.asTheMachineIs();
        test.besideBusyLoops();
        return test.passed;
    }

    private void asTheMachineIs() throws Exception {
        out.println("As the machine is:");
        Map<String, Measurement> measured = measure();
        check("equal contenders are undecided", measured, "same", Verdict.UNDECIDED);
        check("5 % more work is slower", measured, "slower", Verdict.SLOWER);
        check("twice the work is slower", measured, "twice", Verdict.SLOWER);
    }

    private void besideBusyLoops() throws Exception {
        int loops = Runtime.getRuntime().availableProcessors();
        out.println("Beside " + loops + " busy loops:");
        List<Thread> threads = Stream.generate(() -> Thread.ofPlatform()
                        .daemon()
                        .name("busy loop")
                        .start(() -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                Thread.onSpinWait();
                            }
                        }))
                .limit(loops)
                .toList();
        try {
            Map<String, Measurement> measured = measure();
            check("equal contenders are undecided", measured, "same", Verdict.UNDECIDED);
            check("twice the work is slower", measured, "twice", Verdict.SLOWER);
        } finally {
            threads.forEach(Thread::interrupt);
        }
    }

    private Map<String, Measurement> measure() throws Exception {
        List<JmhTrial> trials = Stream.of("one", "same", "slower", "twice")
                .map(name -> JmhTrial.of(KnownWork.class, "work", Map.of("contender", name)))
                .toList();
        Map<String, Measurement> measured = new LinkedHashMap<>();
        Random random = new Random();
        for (int set = 0; set < TIMES.forks(); set++) {
            Map<JmhTrial, Callable<Measurement>> results =
                    InTurns.measure(trials, TIMES, log, random);
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

    private void check(
            String what, Map<String, Measurement> measured, String contender, Verdict expected) {
        Ratio ratio = Ratio.of(measured.get(contender), measured.get("one"));
        boolean ok = ratio.verdict() == expected;
        passed &= ok;
        out.println((ok ? "  passed: " : "  FAILED: ") + what);
    }
}
