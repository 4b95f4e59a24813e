package org.downcall.benchmarks.calls;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_pair_in;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.bindings.bench_pair;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Two longs in a struct, which travel in two registers. Each technology starts from the fields and
 * fills the struct that it hands over; JNI takes the fields as arguments and C makes the struct, as
 * is usual.
 */
@Shape(
        title = "struct of 16 bytes by value",
        signature = "long long f(struct { long long a, b; })",
        absent =
                @Shape.Absent(
                        technology = Technology.JNR,
                        reason = "JNR-FFI passes a struct by its address only"))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StructIn16 {

    private static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_LONG.withName("a"), JAVA_LONG.withName("b"));
    private static final VarHandle A = LAYOUT.varHandle(groupElement("a"));
    private static final VarHandle B = LAYOUT.varHandle(groupElement("b"));

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, LAYOUT);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_pair_in", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_pair_in", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated(
            "bench_pair_in", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));

    public long a = 40;
    public long b = 2;

    private final MemorySegment struct = Arena.global().allocate(LAYOUT);

    /** A state of its own, so that only the trials that use JNA load it. */
    @State(Scope.Benchmark)
    public static class OfJna {

        private final JnaCalls.Pair.ByValue struct = new JnaCalls.Pair.ByValue();
    }

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
        fill();
        return (long) CRITICAL.invokeExact(struct);
    }

    @Benchmark
    public long ffm() throws Throwable {
        fill();
        return (long) FFM.invokeExact(struct);
    }

    private void fill() {
        A.set(struct, 0L, a);
        B.set(struct, 0L, b);
    }

    @Benchmark
    public long jextract() {
        bench_pair.a(struct, a);
        bench_pair.b(struct, b);
        return bench_pair_in(struct);
    }

    @Benchmark
    public long jni() {
        return Jni.pairIn(a, b);
    }

    @Benchmark
    public long jnaDirect(OfJna jna) {
        fill(jna.struct);
        return JnaDirectCalls.bench_pair_in(jna.struct);
    }

    @Benchmark
    public long jna(OfJna jna) {
        fill(jna.struct);
        return JnaCalls.INSTANCE.bench_pair_in(jna.struct);
    }

    private void fill(JnaCalls.Pair struct) {
        struct.a = a;
        struct.b = b;
    }
}
