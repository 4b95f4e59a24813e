package org.downcall.benchmarks.calls;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_pair_into;

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
 * A struct of two longs that C fills through a pointer, and whose fields Java adds. All calls
 * share the memory. JNI writes the fields of a Java object, whose ids it looked up once.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar StructOutByPointer}
 *
 * <p><b>Expect:</b> the struct costs about 2 ns more than a scalar result. On an AMD EPYC (Zen
 * 4) with JDK 25 in 2026: critical 5.7 ns, plain 7.8 ns, JNI 22 ns, JNR-FFI 27 ns, JNA direct
 * 550 ns, JNA 700 ns.
 */
@Shape(
        title = "struct of 16 bytes filled through a pointer",
        inDefaultMode = false,
        signature = "void f(struct { long long a, b; } *, long long, long long)")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StructOutByPointer {

    private static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_LONG.withName("a"), JAVA_LONG.withName("b"));
    private static final VarHandle A = LAYOUT.varHandle(groupElement("a"));
    private static final VarHandle B = LAYOUT.varHandle(groupElement("b"));

    private static final FunctionDescriptor TYPE =
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_pair_into", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_pair_into", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated(
            "bench_pair_into", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));

    public long a = 40;
    public long b = 2;

    private final MemorySegment pair = Arena.global().allocate(LAYOUT);
    private final Jni.Pair jniPair = new Jni.Pair(0, 0);

    /** A separate state, so that only the methods that use JNR-FFI load it. */
    @State(Scope.Benchmark)
    public static class OfJnr {

        private final JnrCalls.Pair pair = new JnrCalls.Pair();
    }

    /** See {@link OfJnr}. */
    @State(Scope.Benchmark)
    public static class OfJna {

        private final JnaCalls.Pair pair = new JnaCalls.Pair();

        public OfJna() {
            pair.setAutoWrite(false); // C does not read the struct
        }
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
        CRITICAL.invokeExact(pair, a, b);
        return sum();
    }

    @Benchmark
    public long ffm() throws Throwable {
        FFM.invokeExact(pair, a, b);
        return sum();
    }

    private long sum() {
        return (long) A.get(pair, 0L) + (long) B.get(pair, 0L);
    }

    @Benchmark
    public long jextract() {
        bench_pair_into(pair, a, b);
        return bench_pair.a(pair) + bench_pair.b(pair);
    }

    @Benchmark
    public long jni() {
        Jni.pairInto(jniPair, a, b);
        return jniPair.a + jniPair.b;
    }

    @Benchmark
    public long jnr(OfJnr jnr) {
        JnrCalls.INSTANCE.bench_pair_into(jnr.pair, a, b);
        return jnr.pair.a.get() + jnr.pair.b.get();
    }

    @Benchmark
    public long jnaDirect(OfJna jna) {
        JnaDirectCalls.bench_pair_into(jna.pair, a, b);
        return jna.pair.a + jna.pair.b;
    }

    @Benchmark
    public long jna(OfJna jna) {
        JnaCalls.INSTANCE.bench_pair_into(jna.pair, a, b);
        return jna.pair.a + jna.pair.b;
    }
}
