package org.downcall.benchmarks.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A checksum by the system's zlib and by the JDK, which uses instructions of the processor for
 * it.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar Crc32}
 *
 * <p><b>Expect:</b> the JDK is more than ten times as fast, so calling C is a loss here. On an
 * AMD EPYC (Zen 4) with JDK 25 in 2026: java.util.zip 1.2 us, zlib 15.5 us, whether critical or
 * not.
 */
@Shape(
        title = "CRC-32 of 64 KiB",
        inDefaultMode = false,
        signature = "unsigned long crc32(unsigned long, const unsigned char *, unsigned)",
        others = Shape.WAYS_OF_FFM)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class Crc32 {

    private static final MethodHandle CRC32 = Zlib.crc32();
    private static final MethodHandle CRITICAL = Zlib.crc32(Linker.Option.critical(true));

    private static final int LENGTH = 64 << 10;

    private final CRC32 crc = new CRC32();
    private byte[] bytes;
    private Arena arena;
    private MemorySegment offHeap;

    @Setup
    public void allocate() {
        bytes = new byte[LENGTH];
        new Random(LENGTH).nextBytes(bytes);
        arena = Arena.ofConfined();
        offHeap = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    @Variant(technology = Technology.JAVA, title = "java.util.zip.CRC32")
    public long java() {
        crc.reset();
        crc.update(bytes);
        return crc.getValue();
    }

    @Benchmark
    @Variant(technology = Technology.FFM_CRITICAL, title = "zlib, the array itself, on the heap")
    public long ffmCritical() throws Throwable {
        return (long) CRITICAL.invokeExact(0L, MemorySegment.ofArray(bytes), LENGTH);
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "zlib, off-heap from the start")
    public long ffm() throws Throwable {
        return (long) CRC32.invokeExact(0L, offHeap, LENGTH);
    }
}
