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
 * The fields of 1000 structs of two longs are added up, and those of 1000 Java records for
 * comparison.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar StructArray}
 *
 * <p><b>Expect:</b> with constant VarHandles the loop is faster than over Java records, which
 * are separate objects. A VarHandle that is not constant makes it a hundred times slower. On an
 * AMD EPYC (Zen 4) with JDK 25 in 2026: records 570 ns, constant VarHandles and getAtIndex 300
 * ns, jextract and a stream of elements 780 ns, VarHandles that are not constant 41 us.
 */
@Shape(
        title = "sum over an array of 1000 structs",
        inDefaultMode = false,
        others = Shape.NOTHING_IS_CALLED)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StructArray {

    private static final int LENGTH = 1000;

    private static final StructLayout PAIR =
            structLayout(JAVA_LONG.withName("a"), JAVA_LONG.withName("b"));
    private static final VarHandle A = PAIR.arrayElementVarHandle(groupElement("a"));
    private static final VarHandle B = PAIR.arrayElementVarHandle(groupElement("b"));

    /** Final is not enough: the compiler does not trust final fields of ordinary objects. */
    private final VarHandle fieldA = A;

    private final VarHandle fieldB = B;

    private record Pair(long a, long b) {}

    private Pair[] records;
    private Arena arena;
    private MemorySegment pairs;

    @Setup
    public void allocate() {
        records = new Pair[LENGTH];
        arena = Arena.ofConfined();
        pairs = arena.allocate(PAIR, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            records[i] = new Pair(i, 2L * i);
            A.set(pairs, 0L, (long) i, records[i].a());
            B.set(pairs, 0L, (long) i, records[i].b());
        }
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    @Variant(technology = Technology.JAVA, title = "an array of records")
    public long java() {
        long sum = 0;
        for (Pair pair : records) {
            sum += pair.a() + pair.b();
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.JEXTRACT, title = "asSlice and the accessors")
    public long jextract() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            MemorySegment pair = bench_pair.asSlice(pairs, i);
            sum += bench_pair.a(pair) + bench_pair.b(pair);
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "VarHandles in static final fields")
    public long varHandle() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += (long) A.get(pairs, 0L, (long) i) + (long) B.get(pairs, 0L, (long) i);
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "getAtIndex, two longs for each struct")
    public long index() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += pairs.getAtIndex(JAVA_LONG, 2L * i) + pairs.getAtIndex(JAVA_LONG, 2L * i + 1);
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a stream of elements")
    public long elements() {
        return pairs.elements(PAIR)
                .mapToLong(pair -> bench_pair.a(pair) + bench_pair.b(pair))
                .sum();
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "VarHandles in final fields of an object")
    public long notConstant() {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += (long) fieldA.get(pairs, 0L, (long) i) + (long) fieldB.get(pairs, 0L, (long) i);
        }
        return sum;
    }
}
