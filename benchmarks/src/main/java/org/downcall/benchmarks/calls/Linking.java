package org.downcall.benchmarks.calls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
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
 * Work that a program should do once: to look up a function, to link it, and to create an upcall
 * stub.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar Linking}
 *
 * <p><b>Expect:</b> each of the three costs many times as much as a call. On an AMD EPYC (Zen 4)
 * with JDK 25 in 2026: find 93 ns, downcallHandle 190 ns with 850 bytes of heap, upcallStub 4.8
 * us.
 */
@Shape(title = "linking at run time", inDefaultMode = false, others = Shape.ONLY_FFM_HAS_HANDLES)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class Linking {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY =
            SymbolLookup.libraryLookup(BenchLibrary.path(), Arena.global());
    private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
    private static final MemorySegment FUNCTION = BenchLibrary.address("bench_one_long");
    private static final MethodHandle SAME;

    static {
        try {
            SAME = MethodHandles.lookup().findStatic(Linking.class, "same", TYPE.toMethodType());
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public String name = "bench_one_long";

    private static long same(long n) {
        return n;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "SymbolLookup.find")
    public boolean find() {
        return LIBRARY.find(name).isPresent();
    }

    @Benchmark
    @Variant(
            technology = Technology.FFM,
            title = "downcallHandle of a descriptor that was linked before")
    public boolean downcallHandle() {
        return LINKER.downcallHandle(FUNCTION, TYPE) != null;
    }

    @Benchmark
    @Variant(technology = Technology.FFM, title = "upcallStub, and closing its confined arena")
    public boolean upcallStub() {
        try (Arena arena = Arena.ofConfined()) {
            return LINKER.upcallStub(SAME, TYPE, arena).address() != 0;
        }
    }
}
