package org.downcall.benchmarks.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.bindings.bench_integrand;
import org.downcall.benchmarks.bindings.data_h;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * C integrates a function that stands in Java: the time is that of one of its 1000 evaluations, so
 * of one upcall.
 */
@Shape(
        title = "upcall: an integrand",
        signature = "double f(double (*integrand)(double), long long evaluations)",
        absent = {
            @Shape.Absent(
                    technology = Technology.FFM_CRITICAL,
                    reason = "a critical call must not call back into Java"),
            @Shape.Absent(
                    technology = Technology.JNR,
                    reason =
                            "a double that C passes to a callback arrives wrong, 0.25 as 0: a bug of jffi 1.4.3")
        })
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(UpcallIntegrand.EVALUATIONS)
public class UpcallIntegrand {

    static final int EVALUATIONS = 1000;

    private static final FunctionDescriptor INTEGRAND =
            FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_DOUBLE);
    private static final MethodHandle INTEGRATE = Linker.nativeLinker()
            .downcallHandle(
                    BenchLibrary.address("bench_integrate"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_DOUBLE, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MemorySegment SQUARE_IN_C = BenchLibrary.address("bench_square");
    private static final MethodHandle SQUARE;

    static {
        try {
            SQUARE = MethodHandles.lookup()
                    .findStatic(UpcallIntegrand.class, "square", INTEGRAND.toMethodType());
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** State that the integrand needs. Multiplying by 1 changes no result. */
    private static final class Scaled {

        private double factor = 1;

        double square(double x) {
            return factor * x * x;
        }
    }

    private long evaluations;
    private Arena arena;
    private MemorySegment stub;
    private MemorySegment boundStub;
    private MemorySegment jextractStub;
    private JnaData.Integrand jnaIntegrand;

    @Setup
    public void allocate() throws ReflectiveOperationException {
        evaluations = EVALUATIONS;
        arena = Arena.ofConfined();
        stub = Linker.nativeLinker().upcallStub(SQUARE, INTEGRAND, arena);
        MethodHandle bound =
                MethodHandles.lookup().bind(new Scaled(), "square", INTEGRAND.toMethodType());
        boundStub = Linker.nativeLinker().upcallStub(bound, INTEGRAND, arena);
        jextractStub = bench_integrand.allocate(UpcallIntegrand::square, arena);
        jnaIntegrand = UpcallIntegrand::square;
    }

    private static double square(double x) {
        return x * x;
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    public double java() {
        double step = 1.0 / evaluations;
        double sum = 0;
        for (long i = 0; i < evaluations; i++) {
            sum += square((i + 0.5) * step);
        }
        return sum * step;
    }

    @Benchmark
    @Variant(technology = Technology.C, title = "the integrand in C")
    public double c() throws Throwable {
        return (double) INTEGRATE.invokeExact(SQUARE_IN_C, evaluations);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a static method")
    public double ffm() throws Throwable {
        return (double) INTEGRATE.invokeExact(stub, evaluations);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "bound to an object with state")
    public double ffmBound() throws Throwable {
        return (double) INTEGRATE.invokeExact(boundStub, evaluations);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "the stub made anew for every 1000 upcalls")
    public double ffmFreshStub() throws Throwable {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment fresh = Linker.nativeLinker().upcallStub(SQUARE, INTEGRAND, call);
            return (double) INTEGRATE.invokeExact(fresh, evaluations);
        }
    }

    @Benchmark
    public double jextract() {
        return data_h.bench_integrate(jextractStub, evaluations);
    }

    @Benchmark
    public double jni() {
        return JniData.integrate(evaluations);
    }

    @Benchmark
    public double jnaDirect() {
        return JnaDataDirect.bench_integrate(jnaIntegrand, evaluations);
    }

    @Benchmark
    public double jna() {
        return JnaData.INSTANCE.bench_integrate(jnaIntegrand, evaluations);
    }
}
