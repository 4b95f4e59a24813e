package org.downcall.benchmarks.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.calls.Variant;
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
 * One byte of each of the 4096 pages of a mapped file is read. The file is in memory, and every
 * page has been touched before.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar MappedFile}
 *
 * <p><b>Expect:</b> no difference between a MappedByteBuffer and a segment. On an AMD EPYC (Zen
 * 4) with JDK 25 in 2026: 23 to 24 us for both.
 */
@Shape(
        title = "a byte of each page of a mapped file of 16 MiB",
        inDefaultMode = false,
        others = Shape.NOTHING_IS_CALLED)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class MappedFile {

    private static final int PAGE = 4096;
    private static final int BYTES = 16 << 20;

    private Path file;
    private Arena arena;
    private MemorySegment segment;
    private MappedByteBuffer buffer;

    @Setup
    public void map() throws IOException {
        byte[] content = new byte[BYTES];
        for (int i = 0; i < BYTES; i += PAGE) {
            content[i] = (byte) (i / PAGE);
        }
        file = Files.write(Files.createTempFile("downcall", ".mapped"), content);
        arena = Arena.ofConfined();
        try (FileChannel channel = FileChannel.open(file)) {
            segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, BYTES, arena);
            buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, BYTES);
        }
    }

    @TearDown
    public void unmap() throws IOException {
        arena.close();
        buffer = null; // the garbage collector unmaps it later
        Files.delete(file);
    }

    @Benchmark
    @Variant(technology = Technology.JAVA, title = "a MappedByteBuffer")
    public long java() {
        long sum = 0;
        for (int i = 0; i < BYTES; i += PAGE) {
            sum += buffer.get(i);
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "a mapped segment")
    public long ffm() {
        long sum = 0;
        for (int i = 0; i < BYTES; i += PAGE) {
            sum += segment.get(JAVA_BYTE, i);
        }
        return sum;
    }
}
