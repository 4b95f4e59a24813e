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
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * An object of C's behind a pointer is made and destroyed: by hand, when an arena closes, or by a
 * cleaner that would also do it when nobody can reach the owner any more. Here it is told to, as by
 * close().
 */
@Shape(
        title = "an object of C's, made and destroyed",
        inDefaultMode = false,
        signature = "struct object *create(long long), void destroy(struct object *)",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OpaqueHandle {

    private static final MethodHandle CREATE =
            Downcalls.plain("bench_create", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    private static final MethodHandle DESTROY =
            Downcalls.plain("bench_destroy", FunctionDescriptor.ofVoid(ADDRESS));

    private static final Cleaner CLEANER = Cleaner.create();

    public long value = 42;

    /** What one hands out, and what nobody can reach in the end. */
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
