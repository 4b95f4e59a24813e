package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.benchmarks.bindings.calls_h.bench_function_pointer;

import com.sun.jna.Function;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.bindings.bench_function;
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
 * A C function of which Java has only the address, because C returned it.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar FunctionPointer}
 *
 * <p><b>Expect:</b> one handle for all addresses costs about as much as a handle that is bound
 * to the address. Linking for each call costs fifty times as much. On an AMD EPYC (Zen 4) with
 * JDK 25 in 2026: critical 3.9 ns, any address 5.5 ns, bound 5 ns, linked for each call 260 ns
 * with 850 bytes of heap, JNA 190 ns.
 */
@Shape(
        title = "function pointer",
        inDefaultMode = false,
        signature = "long long (*f)(long long)",
        absent = {
            @Shape.Absent(technology = Technology.JAVA, reason = "Java has no function pointers"),
            @Shape.Absent(
                    technology = Technology.JNA_DIRECT,
                    reason = "JNA direct mapping binds functions by name, not by pointer")
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class FunctionPointer {

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
    private static final MethodHandle IN_C = Downcalls.repeated("bench_one_long", TYPE);

    /** The address that C returned when this class was initialized. */
    private static final MemorySegment POINTER = pointer();

    private static final MethodHandle BOUND = Linker.nativeLinker().downcallHandle(POINTER, TYPE);
    private static final MethodHandle ANY = Linker.nativeLinker().downcallHandle(TYPE);
    private static final MethodHandle ANY_CRITICAL =
            Linker.nativeLinker().downcallHandle(TYPE, Linker.Option.critical(false));

    private static MemorySegment pointer() {
        BenchLibrary.load();
        return bench_function_pointer();
    }

    public long n = 42;

    /** Not final, so that the compiler does not treat the address as a constant. */
    public MemorySegment pointer = POINTER;

    /** A separate state, so that only the methods that use JNR-FFI load it. */
    @State(Scope.Benchmark)
    public static class OfJnr {

        private final JnrCalls.Function function = JnrCalls.INSTANCE.bench_function_pointer();
    }

    /** See {@link OfJnr}. */
    @State(Scope.Benchmark)
    public static class OfJna {

        private final Function function =
                Function.getFunction(JnaCalls.INSTANCE.bench_function_pointer());
    }

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public long c() throws Throwable {
        return (long) IN_C.invokeExact(n, Downcalls.REPEATS) / Downcalls.REPEATS;
    }

    @Benchmark
    public long ffmCritical() throws Throwable {
        return (long) ANY_CRITICAL.invokeExact(pointer, n);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "one handle for any address")
    public long ffm() throws Throwable {
        return (long) ANY.invokeExact(pointer, n);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a handle bound to the address, once")
    public long ffmBound() throws Throwable {
        return (long) BOUND.invokeExact(n);
    }

    /** The expensive mistake. Link the handle once and keep it. */
    @Benchmark
    @Variant(technology = Technology.FFM, title = "a new handle for each call")
    public long ffmLinked() throws Throwable {
        return (long) Linker.nativeLinker().downcallHandle(pointer, TYPE).invokeExact(n);
    }

    @Benchmark
    public long jextract() {
        return bench_function.invoke(pointer, n);
    }

    @Benchmark
    public long jni() {
        return Jni.functionPointer(pointer.address(), n);
    }

    @Benchmark
    public long jnr(OfJnr jnr) {
        return jnr.function.call(n);
    }

    @Benchmark
    public long jna(OfJna jna) {
        return jna.function.invokeLong(new Object[] {n});
    }
}
