package org.downcall.benchmarks.calls;

import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * An arena is opened and closed, with nothing in it. To close a shared one, the JVM shakes hands
 * with every thread, so that none is in the middle of an access; what that does to the others is in
 * {@link SharedArenaBystander}.
 */
@Shape(title = "closing an arena", others = Shape.ONLY_FFM_HAS_ARENAS)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SharedArenaClose {

    /** Keeps the compiler from doing without the arena. */
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
