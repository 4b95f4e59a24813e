package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_pointer;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Pointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A pointer to memory outside the heap, from which C reads a long. FFM keeps the memory alive
 * while C runs, and the cost depends on the arena. JNI passes the address as a number, as is
 * usual, so nothing keeps the memory alive.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar PointerArgument}
 *
 * <p><b>Expect:</b> a segment of the global arena costs hardly more than a long; a shared arena
 * costs about 3 ns more, because each call acquires and releases it atomically. On an AMD EPYC
 * (Zen 4) with JDK 25 in 2026: critical 3.6 ns, global 5 ns, confined 5.7 ns, shared 7.9 ns, JNI
 * 4.4 ns.
 */
@Shape(
        title = "pointer to one long",
        inDefaultMode = false,
        signature = "long long f(const long long *)")
@State(Scope.Thread) // the confined arena belongs to one thread
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class PointerArgument {

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, ADDRESS);
    private static final MethodHandle CRITICAL = Downcalls.critical("bench_pointer", TYPE);
    private static final MethodHandle FFM = Downcalls.plain("bench_pointer", TYPE);
    private static final MethodHandle IN_C = Downcalls.repeated("bench_pointer", TYPE);

    private static final MemorySegment BOX = Arena.global().allocateFrom(JAVA_LONG, 42);

    private final Arena confinedArena = Arena.ofConfined();
    private final Arena sharedArena = Arena.ofShared();

    public MemorySegment segment = BOX;
    public MemorySegment confined = confinedArena.allocateFrom(JAVA_LONG, 42);
    public MemorySegment shared = sharedArena.allocateFrom(JAVA_LONG, 42);
    public long address = segment.address();

    /** JMH calls this in the thread that created the object, which owns the confined arena. */
    @TearDown
    public void free() {
        sharedArena.close();
        confinedArena.close();
    }

    /** A separate state, so that only the methods that use JNR-FFI load it. */
    @State(Scope.Thread)
    public static class OfJnr {

        public Pointer pointer = Pointer.wrap(JnrCalls.RUNTIME, BOX.address());
    }

    /** See {@link OfJnr}. */
    @State(Scope.Thread)
    public static class OfJna {

        public com.sun.jna.Pointer pointer = new com.sun.jna.Pointer(BOX.address());
    }

    @Benchmark
    public long java() {
        return segment.get(JAVA_LONG, 0);
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public long c() throws Throwable {
        return (long) IN_C.invokeExact(segment, Downcalls.REPEATS) / Downcalls.REPEATS;
    }

    @Benchmark
    public long ffmCritical() throws Throwable {
        return (long) CRITICAL.invokeExact(segment);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "global arena")
    public long ffm() throws Throwable {
        return (long) FFM.invokeExact(segment);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "confined arena, which its thread may close")
    public long ffmConfined() throws Throwable {
        return (long) FFM.invokeExact(confined);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "shared arena, which any thread may close")
    public long ffmShared() throws Throwable {
        return (long) FFM.invokeExact(shared);
    }

    @Benchmark
    public long jextract() {
        return bench_pointer(segment);
    }

    @Benchmark
    public long jni() {
        return Jni.pointer(address);
    }

    @Benchmark
    public long jnr(OfJnr jnr) {
        return JnrCalls.INSTANCE.bench_pointer(jnr.pointer);
    }

    @Benchmark
    public long jnaDirect(OfJna jna) {
        return JnaDirectCalls.bench_pointer(jna.pointer);
    }

    @Benchmark
    public long jna(OfJna jna) {
        return JnaCalls.INSTANCE.bench_pointer(jna.pointer);
    }
}
