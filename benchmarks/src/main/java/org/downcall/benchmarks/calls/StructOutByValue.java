package org.downcall.benchmarks.calls;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_pair_out;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.bindings.bench_pair;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A struct of two longs that C returns, and whose fields Java adds. FFM asks an allocator for
 * the memory of the result: here a new arena for each call, or a segment that all calls share.
 * JNI creates a Java object, with a constructor that it looked up once.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar StructOutByValue}
 *
 * <p><b>Expect:</b> a returned struct costs several times as much as a returned long, and an
 * arena for each call adds 20 ns. Prefer a struct that C fills through a pointer ({@link
 * StructOutByPointer}). On an AMD EPYC (Zen 4) with JDK 25 in 2026: C to C 2 ns, reused segment
 * 33 ns, arena 56 ns, JNI 120 ns, JNA several microseconds, varying widely.
 */
@Shape(
        title = "struct of 16 bytes returned",
        inDefaultMode = false,
        signature = "struct { long long a, b; } f(long long, long long)",
        absent =
                @Shape.Absent(
                        technology = Technology.JNR,
                        reason = "JNR-FFI passes structs by address only"))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StructOutByValue {

    private static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_LONG.withName("a"), JAVA_LONG.withName("b"));
    private static final VarHandle A = LAYOUT.varHandle(groupElement("a"));
    private static final VarHandle B = LAYOUT.varHandle(groupElement("b"));

    private static final FunctionDescriptor TYPE =
            FunctionDescriptor.of(LAYOUT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_pair_out", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_pair_out", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated(
            "bench_pair_out", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));

    public long a = 40;
    public long b = 2;

    private final MemorySegment pair = Arena.global().allocate(LAYOUT);

    /** SegmentAllocator.prefixAllocator would create a new slice for each call. */
    private final SegmentAllocator reused = (size, alignment) -> pair;

    @Benchmark
    public long java() {
        return a + b;
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public long c() throws Throwable {
        return (long) IN_C.invokeExact(a, b, Downcalls.REPEATS) / Downcalls.REPEATS;
    }

    @Benchmark
    public long ffmCritical() throws Throwable {
        return sum((MemorySegment) CRITICAL.invokeExact(reused, a, b));
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "into a reused segment")
    public long ffm() throws Throwable {
        return sum((MemorySegment) FFM.invokeExact(reused, a, b));
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "into an arena for each call")
    public long ffmArena() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            return sum((MemorySegment) FFM.invokeExact((SegmentAllocator) arena, a, b));
        }
    }

    private static long sum(MemorySegment pair) {
        return (long) A.get(pair, 0L) + (long) B.get(pair, 0L);
    }

    @Benchmark
    public long jextract() {
        MemorySegment pair = bench_pair_out(reused, a, b);
        return bench_pair.a(pair) + bench_pair.b(pair);
    }

    @Benchmark
    public long jni() {
        Jni.Pair pair = Jni.pairOut(a, b);
        return pair.a + pair.b;
    }

    @Benchmark
    public long jnaDirect() {
        JnaCalls.Pair pair = JnaDirectCalls.bench_pair_out(a, b);
        return pair.a + pair.b;
    }

    @Benchmark
    public long jna() {
        JnaCalls.Pair pair = JnaCalls.INSTANCE.bench_pair_out(a, b);
        return pair.a + pair.b;
    }
}
