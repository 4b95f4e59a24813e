package org.downcall.benchmarks.calls;

import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An empty arena is opened and closed. To close a shared arena, the JVM performs a handshake
 * with every thread, to make sure that none is accessing its memory. {@link
 * SharedArenaBystander} shows what that costs the other threads.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar SharedArenaClose}
 *
 * <p><b>Expect:</b> closing a shared arena costs three to four orders of magnitude more than
 * closing a confined one. On an AMD EPYC (Zen 4) with JDK 25 in 2026: confined 8 ns, shared 20 to
 * 40 us.
 */
@Shape(title = "closing an arena", others = Shape.ONLY_FFM_HAS_ARENAS)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SharedArenaClose {

    /** Keeps the compiler from removing the arena. */
    private Arena last;

    @Benchmark
    @Variant(technology = Technology.FFM, title = "confined")
    public boolean confined() {
        return closed(Arena.ofConfined());
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "shared, no other thread running Java")
    public boolean shared() {
        return closed(Arena.ofShared());
    }

    private boolean closed(Arena arena) {
        last = arena;
        arena.close();
        return !arena.scope().isAlive();
    }
}
