package org.downcall.benchmarks.calls;

import com.sun.jna.Pointer;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Runtime;
import org.downcall.benchmarks.bindings.data_h;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A UTF-8 string in C memory becomes a Java string. NewStringUTF reads modified UTF-8, so
 * characters beyond U+FFFF would be wrong; these texts have none.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar StringOut}
 *
 * <p><b>Expect:</b> short strings cost ten times as much as a call. On an AMD EPYC (Zen 4) with
 * JDK 25 in 2026: 8 characters of ASCII take 26 to 48 ns through FFM, 70 to 80 ns through JNI,
 * 350 to 530 ns through JNA; 4096 take about 1 us through FFM and 4.4 us through NewStringUTF;
 * 4096 beyond ASCII take 7 to 13 us.
 */
@Shape(
        title = "string out",
        inDefaultMode = false,
        signature = "const char *f(const char *text)",
        absent = {
            @Shape.Absent(technology = Technology.JAVA, reason = "without C there is no C string"),
            @Shape.Absent(technology = Technology.C, reason = "C creates no Java string")
        })
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StringOut {

    private static final MethodHandle TEXT = Linker.nativeLinker()
            .downcallHandle(
                    BenchLibrary.address("bench_text"),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private static final MethodHandle TEXT_CRITICAL = Linker.nativeLinker()
            .downcallHandle(
                    BenchLibrary.address("bench_text"),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                    Linker.Option.critical(false));

    @Param({"8 ASCII", "4096 ASCII", "8 non-ASCII", "4096 non-ASCII"})
    public String text;

    private Arena arena;
    private MemorySegment utf8;
    private Pointer jnaPointer;
    private jnr.ffi.Pointer jnrPointer;

    @Setup
    public void allocate() {
        allocate(SampleText.of(text));
    }

    void allocate(String string) {
        arena = Arena.ofConfined();
        utf8 = arena.allocateFrom(string);
        jnaPointer = new Pointer(utf8.address());
        jnrPointer = jnr.ffi.Pointer.wrap(Runtime.getSystemRuntime(), utf8.address());
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "reinterpret and getString")
    public String ffmCritical() throws Throwable {
        MemorySegment returned = (MemorySegment) TEXT_CRITICAL.invokeExact(utf8);
        return returned.reinterpret(Long.MAX_VALUE).getString(0);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "reinterpret and getString")
    public String ffm() throws Throwable {
        MemorySegment returned = (MemorySegment) TEXT.invokeExact(utf8);
        return returned.reinterpret(Long.MAX_VALUE).getString(0);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "known length, no search for the NUL")
    public String ffmKnownLength() throws Throwable {
        int length = (int) utf8.byteSize() - 1;
        MemorySegment returned = (MemorySegment) TEXT.invokeExact(utf8);
        byte[] bytes = returned.reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Benchmark
    public String jextract() {
        return data_h.bench_text(utf8).getString(0);
    }

    @Benchmark
    @Variant(technology = Technology.JNI, title = "NewStringUTF")
    public String jniNewStringUtf() {
        return JniData.newStringUtf(utf8.address());
    }

    @Benchmark
    @Variant(technology = Technology.JNI, title = "a byte[], then new String")
    public String jniBytes() {
        return new String(JniData.textBytes(utf8.address()), StandardCharsets.UTF_8);
    }

    @Benchmark
    public String jnr() {
        return JnrData.INSTANCE.bench_text(jnrPointer);
    }

    @Benchmark
    public String jnaDirect() {
        return JnaDataDirect.bench_text(jnaPointer);
    }

    @Benchmark
    public String jna() {
        return JnaData.INSTANCE.bench_text(jnaPointer);
    }
}
