package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The same downcall through handles of which the compiler knows that they never change, and through
 * others. It compiles only the former into the caller. {@code invoke} converts to the type of the
 * handle; of a constant one, once for all.
 */
@Shape(
        title = "a handle that is no constant",
        signature = "long long f(long long)",
        others = Shape.ONLY_FFM_HAS_HANDLES)
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandleNotConstant {

    private static final MethodHandle CONSTANT =
            Downcalls.plain("bench_one_long", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));

    /** The mistake is that it is not final. */
    private static MethodHandle variable = CONSTANT;

    /** Final is not enough: the compiler trusts no final field of an object like this. */
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
