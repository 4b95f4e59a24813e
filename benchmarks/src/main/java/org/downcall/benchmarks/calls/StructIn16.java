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
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A struct of two longs, passed in two registers. Each technology starts from the two fields and
 * fills the struct that it passes. JNI takes the fields as arguments and C fills the struct, as
 * is usual.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar StructIn16}
 *
 * <p><b>Expect:</b> a small struct costs about 1 ns more than one long. On an AMD EPYC (Zen 4)
 * with JDK 25 in 2026: critical 3.9 ns, plain 5.2 ns, JNI 4.1 ns, JNA direct 270 ns, JNA 350 ns.
 */
@Shape(
        title = "struct of 16 bytes by value",
        inDefaultMode = false,
        signature = "long long f(struct { long long a, b; })",
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

    /** A separate state, so that only the methods that use JNA load it. */
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
