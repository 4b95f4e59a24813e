package org.downcall.benchmarks.calls;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LastError;
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
 * C sets errno and Java reads it. The JVM may change errno before the call returns to Java, so
 * FFM saves it in between, if the handle was linked with captureCallState.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar ErrnoCaptured}
 *
 * <p><b>Expect:</b> capturing errno costs about 5 ns. On an AMD EPYC (Zen 4) with JDK 25 in
 * 2026: not captured 5.6 ns, captured 10 ns, JNI 9 ns, JNR-FFI 17 ns, JNA direct 93 ns, JNA 200
 * ns, as an exception of JNA 5.8 us.
 */
@Shape(
        title = "errno",
        inDefaultMode = false,
        signature = "int f(int), which sets errno",
        absent = {
            @Shape.Absent(technology = Technology.JAVA, reason = "Java has no errno"),
            @Shape.Absent(
                    technology = Technology.JEXTRACT,
                    reason =
                            "jextract links without options, so errno is lost before Java can read it")
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ErrnoCaptured {

    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final MethodHandle CRITICAL =
            Downcalls.plain("bench_set_errno", TYPE, CAPTURE, Linker.Option.critical(false));
    private static final MethodHandle FFM = Downcalls.plain("bench_set_errno", TYPE, CAPTURE);
    private static final MethodHandle NOT_CAPTURED = Downcalls.plain("bench_set_errno", TYPE);
    private static final MethodHandle IN_C =
            Downcalls.repeated("bench_set_errno", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(groupElement("errno"));

    public int error = 42;

    private final MemorySegment state = Arena.global().allocate(Linker.Option.captureStateLayout());

    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public int c() throws Throwable {
        return (int) ((long) IN_C.invokeExact(error, Downcalls.REPEATS) / Downcalls.REPEATS);
    }

    @Benchmark
    public int ffmCritical() throws Throwable {
        int ignored = (int) CRITICAL.invokeExact(state, error);
        return (int) ERRNO.get(state, 0L);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "captured")
    public int ffm() throws Throwable {
        int ignored = (int) FFM.invokeExact(state, error);
        return (int) ERRNO.get(state, 0L);
    }

    /** The difference from {@link #ffm} is the cost of capturing errno. */
    @Benchmark
    @Variant(technology = Technology.FFM, title = "not captured: the result of the call instead")
    public int ffmNotCaptured() throws Throwable {
        return (int) NOT_CAPTURED.invokeExact(error);
    }

    @Benchmark
    public int jni() {
        return Jni.setErrno(error);
    }

    @Benchmark
    public int jnr() {
        JnrCalls.INSTANCE.bench_set_errno(error);
        return LastError.getLastError(JnrCalls.RUNTIME);
    }

    @Benchmark
    public int jnaDirect() {
        JnaDirectCalls.bench_set_errno(error);
        return Native.getLastError();
    }

    @Benchmark
    @Variant(technology = Technology.JNA, title = "Native.getLastError")
    public int jna() {
        JnaCalls.INSTANCE.bench_set_errno(error);
        return Native.getLastError();
    }

    @Benchmark
    @Variant(technology = Technology.JNA, title = "as an exception")
    public int jnaException() {
        try {
            JnaCalls.Throwing.INSTANCE.bench_set_errno(error);
            return 0;
        } catch (LastErrorException e) {
            return e.getErrorCode();
        }
    }
}
