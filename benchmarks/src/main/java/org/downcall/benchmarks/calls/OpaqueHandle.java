package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
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
 * A C object behind a pointer is created and destroyed: by hand, by closing an arena, or by a
 * cleaner, which would also destroy it once its owner is unreachable. Here the owner calls the
 * cleaner, as close() does.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar OpaqueHandle}
 *
 * <p><b>Expect:</b> an arena costs nothing measurable beside malloc and free; a cleaner costs 20
 * ns more. On an AMD EPYC (Zen 4) with JDK 25 in 2026: by hand 13 ns, arena 13 ns, cleaner 34 ns
 * with 128 bytes of heap.
 */
@Shape(
        title = "a C object, created and destroyed",
        inDefaultMode = false,
        signature = "struct object *create(long long), void destroy(struct object *)",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class OpaqueHandle {

    private static final MethodHandle CREATE =
            Downcalls.plain("bench_create", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    private static final MethodHandle DESTROY =
            Downcalls.plain("bench_destroy", FunctionDescriptor.ofVoid(ADDRESS));

    private static final Cleaner CLEANER = Cleaner.create();

    public long value = 42;

    /** The object that a library hands out. The cleaner acts when it becomes unreachable. */
    private static final class Owner implements AutoCloseable {

        private final MemorySegment object;
        private final Cleaner.Cleanable cleanable;

        Owner(MemorySegment object) {
            this.object = object;
            cleanable = CLEANER.register(this, () -> destroy(object));
        }

        @Override
        public void close() {
            cleanable.clean();
        }
    }

    private static void destroy(MemorySegment object) {
        try {
            DESTROY.invokeExact(object);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private MemorySegment create() throws Throwable {
        return (MemorySegment) CREATE.invokeExact(value);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "two calls")
    public boolean bare() throws Throwable {
        MemorySegment object = create();
        boolean made = object.address() != 0;
        destroy(object);
        return made;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "destroyed by a confined arena")
    public boolean arena() throws Throwable {
        try (Arena owner = Arena.ofConfined()) {
            return create().reinterpret(owner, OpaqueHandle::destroy).address() != 0;
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "destroyed by a cleaner")
    public boolean cleaner() throws Throwable {
        try (Owner owner = new Owner(create())) {
            return owner.object.address() != 0;
        }
    }
}
