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
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * C integrates a function that is written in Java. The time is that of one evaluation, which is
 * one upcall.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar UpcallIntegrand}
 *
 * <p><b>Expect:</b> an upcall costs several times as much as a downcall. On an AMD EPYC (Zen 4)
 * with JDK 25 in 2026: Java 0.9 ns, C 3.3 ns, FFM 24 to 29 ns, JNI 76 to 110 ns, JNA direct 270
 * ns, JNA 680 ns. A new stub for every 1000 upcalls multiplies the cost of each by ten or more.
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
                            "a bug in jffi 1.4.3: a callback receives an incorrect double from C (0.25 becomes 0)")
        })
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
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

    /** The state of the integrand. Multiplying by 1 does not change the result. */
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
    @Variant(
            technology = Technology.FFM,
            title = "bound to an object with state",
            inDefaultMode = false)
    public double ffmBound() throws Throwable {
        return (double) INTEGRATE.invokeExact(boundStub, evaluations);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a new stub for every 1000 upcalls")
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
