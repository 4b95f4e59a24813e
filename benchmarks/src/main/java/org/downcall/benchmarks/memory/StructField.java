package org.downcall.benchmarks.memory;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.bindings.bench_pair;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.calls.Variant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One of the two longs of a struct is read, and a field of a Java object for comparison. The
 * slow ways are here, too, because they look like the fast ones.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar StructField}
 *
 * <p><b>Expect:</b> a constant VarHandle costs less than a nanosecond more than a Java field. On
 * an AMD EPYC (Zen 4) with JDK 25 in 2026: Java 0.6 ns; VarHandle, offset and jextract 1.3 ns; a
 * VarHandle that is not constant 5.5 ns; a new one for each access 24 ns with 160 bytes of heap.
 */
@Shape(title = "a field of a struct", inDefaultMode = false, others = Shape.NOTHING_IS_CALLED)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StructField {

    private static final StructLayout PAIR =
            structLayout(JAVA_LONG.withName("a"), JAVA_LONG.withName("b"));
    private static final VarHandle B = PAIR.varHandle(groupElement("b"));
    private static final long OFFSET_OF_B = PAIR.byteOffset(groupElement("b"));

    /** Final is not enough: the compiler does not trust final fields of ordinary objects. */
    private final VarHandle field = B;

    private record RecordPair(long a, long b) {}

    private static final class ObjectPair {

        private long a;
        private long b;
    }

    private ObjectPair object;
    private RecordPair record;
    private Arena arena;
    private MemorySegment pair;

    @Setup
    public void allocate() {
        object = new ObjectPair();
        object.a = 40;
        object.b = 2;
        record = new RecordPair(object.a, object.b);
        arena = Arena.ofConfined();
        pair = arena.allocate(PAIR);
        bench_pair.a(pair, object.a);
        bench_pair.b(pair, object.b);
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    @Variant(technology = Technology.JAVA, title = "a field of an object")
    public long java() {
        return object.b;
    }

    @Benchmark
    @Variant(technology = Technology.JAVA, title = "a component of a record")
    public long record() {
        return record.b();
    }

    @Benchmark
    public long jextract() {
        return bench_pair.b(pair);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a VarHandle in a static final field")
    public long varHandle() {
        return (long) B.get(pair, 0L);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "get with a layout and an offset")
    public long offset() {
        return pair.get(JAVA_LONG, OFFSET_OF_B);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a VarHandle in a final field of an object")
    public long notConstant() {
        return (long) field.get(pair, 0L);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a new VarHandle for each access")
    public long madeAnew() {
        VarHandle b = PAIR.varHandle(groupElement("b"));
        return (long) b.get(pair, 0L);
    }
}
