package org.downcall.benchmarks.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.bindings.data_h;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A Java string becomes UTF-8 with a terminating NUL, and C returns its length. strlen costs
 * next to nothing. GetStringUTFChars and GetStringUTFRegion produce modified UTF-8, which
 * differs for U+0000 and beyond U+FFFF; for these texts it is the same.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar StringIn}
 *
 * <p><b>Expect:</b> the conversion costs several times as much as the call; FFM copies ASCII in
 * bulk, which JNI's UTF functions do not do. On an AMD EPYC (Zen 4) with JDK 25 in 2026: 8
 * characters of ASCII take 20 ns in a reused buffer, 40 ns in a new arena or through JNI, 100 ns
 * through JNR-FFI, 1 us through JNA; 4096 take 200 ns through FFM and 2 to 5 us through JNI's UTF
 * functions. 4096 characters beyond ASCII take 4 to 13 us.
 */
@Shape(
        title = "string in",
        signature = "long long f(const char *text)",
        absent =
                @Shape.Absent(
                        technology = Technology.JAVA,
                        reason = "Java code uses the string as it is"))
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StringIn {

    private static final FunctionDescriptor SIGNATURE =
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final MethodHandle LENGTH =
            Linker.nativeLinker().downcallHandle(BenchLibrary.address("bench_length"), SIGNATURE);
    private static final MethodHandle LENGTH_CRITICAL = Linker.nativeLinker()
            .downcallHandle(
                    BenchLibrary.address("bench_length"), SIGNATURE, Linker.Option.critical(true));
    private static final MethodHandle LENGTH_REPEATED = Linker.nativeLinker()
            .downcallHandle(
                    BenchLibrary.address("bench_length_repeated"),
                    SIGNATURE.appendArgumentLayouts(ValueLayout.JAVA_LONG));

    @Param({"8 ASCII", "4096 ASCII", "8 non-ASCII", "4096 non-ASCII"})
    @InDefaultMode("8 ASCII")
    public String text;

    private String string;
    private Arena arena;
    private MemorySegment buffer;
    private MemorySegment encoded;

    @Setup
    public void allocate() {
        string = SampleText.of(text);
        arena = Arena.ofConfined();
        buffer = arena.allocate(
                3L * string.length() + 1); // at most 3 bytes for each char, and the NUL
        encoded = arena.allocateFrom(string);
    }

    @TearDown
    public void free() {
        arena.close();
    }

    /** In C, the string is UTF-8 already. */
    @Benchmark
    @OperationsPerInvocation(Downcalls.REPEATS)
    public long c() throws Throwable {
        return (long) LENGTH_REPEATED.invokeExact(encoded, (long) Downcalls.REPEATS);
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "getBytes, passed on the heap")
    public long criticalBytes() throws Throwable {
        byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
        byte[] terminated = Arrays.copyOf(utf8, utf8.length + 1);
        return (long) LENGTH_CRITICAL.invokeExact(MemorySegment.ofArray(terminated));
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "allocateFrom in an arena for each call")
    public long ffmArena() throws Throwable {
        try (Arena call = Arena.ofConfined()) {
            return (long) LENGTH.invokeExact(call.allocateFrom(string));
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "setString into a reused buffer")
    public long ffmReusedBuffer() throws Throwable {
        buffer.setString(0, string);
        return (long) LENGTH.invokeExact(buffer);
    }

    @Benchmark
    public long jextract() {
        try (Arena call = Arena.ofConfined()) {
            return data_h.bench_length(call.allocateFrom(string));
        }
    }

    @Benchmark
    @Variant(technology = Technology.JNI, title = "GetStringUTFChars")
    public long jniUtfChars() {
        return JniData.lengthUtfChars(string);
    }

    @Benchmark
    @Variant(
            technology = Technology.JNI,
            title = "GetStringUTFRegion into a buffer on the stack",
            inDefaultMode = false)
    public long jniUtfRegion() {
        return JniData.lengthUtfRegion(string);
    }

    @Benchmark
    @Variant(
            technology = Technology.JNI,
            title = "getBytes, then GetByteArrayRegion",
            inDefaultMode = false)
    public long jniBytes() {
        return JniData.lengthBytes(string.getBytes(StandardCharsets.UTF_8));
    }

    @Benchmark
    public long jnr() {
        return JnrData.INSTANCE.bench_length(string);
    }

    @Benchmark
    public long jnaDirect() {
        return JnaDataDirect.bench_length(string);
    }

    @Benchmark
    public long jna() {
        return JnaData.INSTANCE.bench_length(string);
    }
}
