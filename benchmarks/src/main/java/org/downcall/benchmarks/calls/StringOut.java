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
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A string in UTF-8 that C keeps becomes a Java string. NewStringUTF reads modified UTF-8: a
 * character beyond U+FFFF in UTF-8 proper comes out wrong. These texts have none.
 */
@Shape(
        title = "string out",
        signature = "const char *f(const char *text)",
        absent = {
            @Shape.Absent(
                    technology = Technology.JAVA,
                    reason = "without C there is no string of C"),
            @Shape.Absent(technology = Technology.C, reason = "C makes no Java string")
        })
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
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
    @InDefaultMode("8 ASCII")
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
    @Variant(technology = Technology.FFM, title = "the length is known: no search for the NUL")
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
