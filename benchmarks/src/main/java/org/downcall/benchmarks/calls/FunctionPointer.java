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
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A function of which only the pointer is known, which C returned. */
@Shape(
        title = "function pointer",
        inDefaultMode = false,
        signature = "long long (*f)(long long)",
        absent = {
            @Shape.Absent(technology = Technology.JAVA, reason = "Java has no function pointers"),
            @Shape.Absent(
                    technology = Technology.JNA_DIRECT,
                    reason = "JNA maps functions by their names directly, and by no pointer")
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FunctionPointer {

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
    private static final MethodHandle IN_C = Downcalls.repeated("bench_one_long", TYPE);

    /** What C returned when this class was loaded. */
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

    /** As a field, so that the compiler knows no address. */
    public MemorySegment pointer = POINTER;

    /** States of their own, so that only the trials that use JNR-FFI and JNA load them. */
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

    /** The expensive mistake: a handle is made to be kept. */
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
