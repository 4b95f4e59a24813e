package org.downcall.benchmarks.calls;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * A thread adds 4096 numbers while another thread opens and closes arenas all the time. With
 * "confined", it only shares the machine with a busy thread; the additional cost of "shared" is
 * that of the handshakes. A handshake checks whether the thread is in the middle of an access to a
 * segment, whichever arena that segment belongs to.
 *
 * <p>The bytes per operation mean nothing here. JMH divides everything that the JVM allocates,
 * which is the arenas of the other thread, by the operations of this thread.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar SharedArenaBystander}
 *
 * <p><b>Expect:</b> shared arenas that another thread closes can double the time of a loop over
 * a segment. On an AMD EPYC (Zen 4) with JDK 25 in 2026: alone 1.2 us, beside confined arenas
 * 1.4 us, beside shared arenas 2 us for segments and 1.6 us for a long[].
 */
@Shape(
        title = "beside a thread that closes arenas",
        inDefaultMode = false,
        absent = {
            @Shape.Absent(technology = Technology.C, reason = Shape.ONLY_FFM_HAS_ARENAS),
            @Shape.Absent(technology = Technology.FFM_CRITICAL, reason = "nothing is called"),
            @Shape.Absent(technology = Technology.JEXTRACT, reason = "nothing is called"),
            @Shape.Absent(technology = Technology.JNI, reason = Shape.ONLY_FFM_HAS_ARENAS),
            @Shape.Absent(technology = Technology.JNR, reason = Shape.ONLY_FFM_HAS_ARENAS),
            @Shape.Absent(technology = Technology.JNA_DIRECT, reason = Shape.ONLY_FFM_HAS_ARENAS),
            @Shape.Absent(technology = Technology.JNA, reason = Shape.ONLY_FFM_HAS_ARENAS)
        })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SharedArenaBystander {

    private static final int LENGTH = 4096;

    @Param({"nothing", "confined", "shared"})
    @Contenders
    public String beside;

    private long[] numbers;
    private MemorySegment segment;
    private Arena arena;
    private MemorySegment offHeap;
    private Thread closer;

    /** Keeps the compiler from removing the arena. */
    private volatile Arena last;

    @Setup
    public void allocate() {
        numbers = LongStream.range(0, LENGTH).toArray();
        segment = MemorySegment.ofArray(numbers);
        arena = Arena.ofShared();
        offHeap = arena.allocateFrom(ValueLayout.JAVA_LONG, numbers);
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Setup(Level.Iteration)
    public void startClosing() throws InterruptedException {
        switch (beside) {
            case "nothing" -> closer = null;
            case "confined" -> startClosing(Arena::ofConfined);
            case "shared" -> startClosing(Arena::ofShared);
            default -> throw new IllegalArgumentException("beside=" + beside);
        }
    }

    private void startClosing(Supplier<Arena> arenas) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        closer = new Thread(
                () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        last = arenas.get();
                        last.close();
                        closed.countDown();
                    }
                },
                "closes arenas");
        closer.setDaemon(true);
        closer.start();
        closed.await();
    }

    @TearDown(Level.Iteration)
    public void stopClosing() throws InterruptedException {
        if (closer != null) {
            closer.interrupt();
            closer.join();
        }
    }

    @Benchmark
    @Variant(technology = Technology.JAVA, title = "over a long[]")
    public long java() {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "over a segment of it")
    public long ffm() {
        long sum = 0;
        for (long i = 0; i < LENGTH; i++) {
            sum += segment.getAtIndex(ValueLayout.JAVA_LONG, i);
        }
        return sum;
    }

    /** The case that handshakes exist for: memory that another thread may free. */
    @Benchmark
    @Variant(technology = Technology.FFM, title = "over a segment of another shared arena")
    public long ffmShared() {
        long sum = 0;
        for (long i = 0; i < LENGTH; i++) {
            sum += offHeap.getAtIndex(ValueLayout.JAVA_LONG, i);
        }
        return sum;
    }
}
