package org.downcall.benchmarks.run;

import java.io.PrintStream;

/** Tells which step is under way, and at its end, on the same line, what came of it. */
final class Progress {

    private final PrintStream out;
    private final int steps;
    private int step;

    Progress(PrintStream out, int steps) {
        this.out = out;
        this.steps = steps;
    }

    void begin(String what) {
        step++;
        out.printf("[%d/%d] %s ... ", step, steps, what);
        out.flush();
    }

    void end(String outcome) {
        out.println(outcome);
    }
}
