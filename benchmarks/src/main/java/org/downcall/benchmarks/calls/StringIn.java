package org.downcall.benchmarks.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.bindings.data_h;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A string goes in as UTF-8 that ends with NUL; strlen, which is next to nothing, reads it. GetStringUTFChars gives
 * modified UTF-8: the same bytes for these texts, others for U+0000 and for all beyond U+FFFF.
 */
@Shape(title = "string in", signature = "long long f(const char *text)")
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StringIn {

    private static final FunctionDescriptor SIGNATURE =
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final MethodHandle LENGTH =
            Linker.nativeLinker().downcallHandle(BenchLibrary.address("bench_length"), SIGNATURE);
    private static final MethodHandle LENGTH_CRITICAL = Linker.nativeLinker()
            .downcallHandle(BenchLibrary.address("bench_length"), SIGNATURE, Linker.Option.critical(true));

    @Param({"8 ASCII", "128 ASCII", "128 non-ASCII", "4096 ASCII"})
    @InDefaultMode("128 ASCII")
    public String text;

    private String string;
    private Arena arena;
    private MemorySegment buffer;

    @Setup
    public void allocate() {
        string = SampleText.of(text);
        arena = Arena.ofConfined();
        buffer = arena.allocate(3L * string.length() + 1); // UTF-8 takes no more for one char, and the NUL
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "getBytes, which stay on the heap")
    public long criticalBytes() throws Throwable {
        byte[] utf8 = (string + '\0').getBytes(StandardCharsets.UTF_8);
        return (long) LENGTH_CRITICAL.invokeExact(MemorySegment.ofArray(utf8));
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "allocateFrom in an arena for each call")
    public long ffmArena() throws Throwable {
        try (Arena call = Arena.ofConfined()) {
            return (long) LENGTH.invokeExact(call.allocateFrom(string));
        }
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "setString in a buffer that is kept")
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
    @Variant(technology = Technology.JNI, title = "getBytes, then GetByteArrayRegion")
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
