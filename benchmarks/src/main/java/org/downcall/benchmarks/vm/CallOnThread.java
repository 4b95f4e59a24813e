package org.downcall.benchmarks.vm;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A function that does nothing, called from a platform thread and from a virtual one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallOnThread {

    /**
     * JMH runs the methods on virtual threads with {@code -Djmh.executor=VIRTUAL}; this is to tell
     * both apart.
     */
    @Param({"platform", "virtual"})
    public String thread;

    /** Read anew at each call: the compiler must not see a constant. */
    public long n = 42;

    @Setup
    public void requireThread() {
        if (Thread.currentThread().isVirtual() != thread.equals("virtual")) {
            throw new IllegalStateException(
                    "thread=" + thread + ", but this is " + Thread.currentThread());
        }
    }

    @Benchmark
    public long java() {
        return n;
    }

    @Benchmark
    public long ffmCritical() {
        return VmFunctions.oneLongCritical(n);
    }

    @Benchmark
    public long ffm() {
        return VmFunctions.oneLong(n);
    }
}
