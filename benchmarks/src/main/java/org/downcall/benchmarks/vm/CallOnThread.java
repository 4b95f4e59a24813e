package org.downcall.benchmarks.vm;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A function that does nothing, called from a platform thread or from a virtual thread. JMH runs
 * the methods on virtual threads if the JVM has {@code -Djmh.executor=VIRTUAL}; the parameter
 * {@code thread} names the expected kind, and a mismatch is an error.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar CallOnThread}
 *
 * <p>With virtual threads: {@code java -jar benchmarks/target/benchmarks.jar CallOnThread -p
 * thread=virtual -jvmArgsPrepend -Djmh.executor=VIRTUAL}
 *
 * <p><b>Expect:</b> no difference: a call costs as much on a virtual thread as on a platform
 * thread. On an AMD EPYC (Zen 4) with JDK 25 in 2026: Java 0.6 ns, critical 3 ns, plain 5 ns on
 * both.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class CallOnThread {

    /** The expected kind of thread: "platform" or "virtual". */
    @Param("platform")
    public String thread;

    /** Not final, so that the compiler does not treat it as a constant. */
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
