package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same downcall through handles that are constants for the JIT compiler, and through others.
 * The compiler inlines only the former. {@code invoke} also converts its arguments to the type of
 * the handle.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar HandleNotConstant}
 *
 * <p><b>Expect:</b> a handle that is not constant costs 2 to 3 ns more; invokeWithArguments
 * costs twenty times as much. On an AMD EPYC (Zen 4) with JDK 25 in 2026: static final 3.9 ns,
 * final field of an object 7 ns, static field that is not final 7 ns, static final with invoke 8
 * ns, invokeWithArguments 88 ns with 232 bytes of heap.
 */
@Shape(
        title = "a handle that is not constant",
        inDefaultMode = false,
        signature = "long long f(long long)",
        others = Shape.ONLY_FFM_HAS_HANDLES)
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class HandleNotConstant {

    private static final MethodHandle CONSTANT =
            Downcalls.plain("bench_one_long", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));

    /** The mistake: it is not final. */
    private static MethodHandle variable = CONSTANT;

    /** Final is not enough: the compiler does not trust final fields of ordinary objects. */
    private final MethodHandle field = CONSTANT;

    public long n = 42;
    public int narrow = 42;

    @Benchmark
    @Variant(technology = Technology.FFM, title = "static final field")
    public long staticFinal() throws Throwable {
        return (long) CONSTANT.invokeExact(n);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "static field that is not final")
    public long staticNotFinal() throws Throwable {
        return (long) variable.invokeExact(n);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "final field of an object")
    public long finalField() throws Throwable {
        return (long) field.invokeExact(n);
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM,
            title = "static final field, invoke with an int for the long")
    public long staticFinalInvoke() throws Throwable {
        return (long) CONSTANT.invoke(narrow);
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM,
            title = "final field of an object, invoke with an int for the long")
    public long finalFieldInvoke() throws Throwable {
        return (long) field.invoke(narrow);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "static final field, invokeWithArguments")
    public long staticFinalInvokeWithArguments() throws Throwable {
        return (long) CONSTANT.invokeWithArguments(n);
    }
}
