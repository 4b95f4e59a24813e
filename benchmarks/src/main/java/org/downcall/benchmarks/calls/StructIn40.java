package org.downcall.benchmarks.calls;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_five_in;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.bindings.bench_five;
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
 * A struct of five longs, passed through memory: on the stack on x86-64, by a pointer to a copy
 * on AArch64. Each technology starts from the fields, as in {@link StructIn16}.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar StructIn40}
 *
 * <p><b>Expect:</b> FFM copies the struct in a few nanoseconds. On an AMD EPYC (Zen 4) with JDK
 * 25 in 2026: critical 5.6 ns, plain 7.8 ns, JNI 22 ns, JNA direct 320 ns, JNA 390 ns.
 */
@Shape(
        title = "struct of 40 bytes by value",
        inDefaultMode = false,
        signature = "long long f(struct { long long a, b, c, d, e; })",
        absent =
                @Shape.Absent(
                        technology = Technology.JNR,
                        reason = "JNR-FFI passes a struct by its address only"))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StructIn40 {

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("a"),
            JAVA_LONG.withName("b"),
            JAVA_LONG.withName("c"),
            JAVA_LONG.withName("d"),
            JAVA_LONG.withName("e"));
    private static final VarHandle A = LAYOUT.varHandle(groupElement("a"));
    private static final VarHandle B = LAYOUT.varHandle(groupElement("b"));
    private static final VarHandle C = LAYOUT.varHandle(groupElement("c"));
    private static final VarHandle D = LAYOUT.varHandle(groupElement("d"));
    private static final VarHandle E = LAYOUT.varHandle(groupElement("e"));

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, LAYOUT);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_five_in", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_five_in", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated(
            "bench_five_in",
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    public long a = 1;
    public long b = 2;
    public long c = 3;
    public long d = 4;
    public long e = 5;

    private final MemorySegment struct = Arena.global().allocate(LAYOUT);

    /** A separate state, so that only the methods that use JNA load it. */
    @State(Scope.Benchmark)
    public static class OfJna {

        private final JnaCalls.Five.ByValue struct = new JnaCalls.Five.ByValue();
    }

    @Benchmark
    public long java() {
        return (((a * 2 + b) * 2 + c) * 2 + d) * 2 + e;
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public long c() throws Throwable {
        return (long) IN_C.invokeExact(a, b, c, d, e, Downcalls.REPEATS) / Downcalls.REPEATS;
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
        C.set(struct, 0L, c);
        D.set(struct, 0L, d);
        E.set(struct, 0L, e);
    }

    @Benchmark
    public long jextract() {
        bench_five.a(struct, a);
        bench_five.b(struct, b);
        bench_five.c(struct, c);
        bench_five.d(struct, d);
        bench_five.e(struct, e);
        return bench_five_in(struct);
    }

    @Benchmark
    public long jni() {
        return Jni.fiveIn(a, b, c, d, e);
    }

    @Benchmark
    public long jnaDirect(OfJna jna) {
        fill(jna.struct);
        return JnaDirectCalls.bench_five_in(jna.struct);
    }

    @Benchmark
    public long jna(OfJna jna) {
        fill(jna.struct);
        return JnaCalls.INSTANCE.bench_five_in(jna.struct);
    }

    private void fill(JnaCalls.Five struct) {
        struct.a = a;
        struct.b = b;
        struct.c = c;
        struct.d = d;
        struct.e = e;
    }
}
