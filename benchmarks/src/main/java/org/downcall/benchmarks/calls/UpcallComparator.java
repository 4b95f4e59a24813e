package org.downcall.benchmarks.calls;

import com.sun.jna.Pointer;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntBinaryOperator;
import jnr.ffi.Runtime;
import org.downcall.benchmarks.bindings.bench_comparator;
import org.downcall.benchmarks.bindings.data_h;
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
 * qsort of libc sorts 1000 ints and calls Java for each comparison, about nine thousand times.
 * The time is that of the whole sort. Every sort starts from the same order, so the processor
 * can learn the branches, which favours the shortest times. The result is a sum that only the
 * sorted order has.
 *
 * <p><b>Run:</b> {@code java -jar benchmarks/target/benchmarks.jar UpcallComparator}
 *
 * <p><b>Expect:</b> the upcalls make the sort about ten times as slow as Java or C alone. On an
 * AMD EPYC (Zen 4) with JDK 25 in 2026: Java and C 25 to 30 us, FFM 220 to 310 us, JNI 0.8 ms,
 * JNR-FFI 1.6 ms, JNA 5 to 7 ms.
 */
@Shape(
        title = "upcall: a sort of 1000 ints with qsort",
        inDefaultMode = false,
        signature = "long long f(const int *master, int *values, long long length,"
                + " int (*compare)(const void *, const void *))",
        absent =
                @Shape.Absent(
                        technology = Technology.FFM_CRITICAL,
                        reason = "a critical call must not call back into Java"))
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class UpcallComparator {

    private static final int LENGTH = 1000;

    private static final AddressLayout POINTER_TO_INT =
            ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT);
    private static final FunctionDescriptor COMPARATOR =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER_TO_INT, POINTER_TO_INT);
    private static final MethodHandle SORT = Linker.nativeLinker()
            .downcallHandle(
                    BenchLibrary.address("bench_sort"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS));
    private static final MemorySegment COMPARE_IN_C = BenchLibrary.address("bench_compare_ints");

    private Arena arena;
    private int[] heapMaster;
    private int[] heapValues;
    private int[] lowerHalf;
    private IntBinaryOperator comparator;
    private MemorySegment master;
    private MemorySegment values;
    private MemorySegment stub;
    private MemorySegment jextractStub;
    private Pointer jnaMaster;
    private Pointer jnaValues;
    private JnaData.Comparator jnaComparator;
    private jnr.ffi.Pointer jnrMaster;
    private jnr.ffi.Pointer jnrValues;
    private JnrData.Comparator jnrComparator;

    @Setup
    public void allocate() throws ReflectiveOperationException {
        heapMaster = new Random(LENGTH).ints(LENGTH).toArray();
        heapValues = new int[LENGTH];
        lowerHalf = new int[LENGTH / 2];
        comparator = Integer::compare;
        arena = Arena.ofConfined();
        master = arena.allocateFrom(ValueLayout.JAVA_INT, heapMaster);
        values = arena.allocate(ValueLayout.JAVA_INT, LENGTH);
        MethodHandle compare = MethodHandles.lookup()
                .findStatic(UpcallComparator.class, "compare", COMPARATOR.toMethodType());
        stub = Linker.nativeLinker().upcallStub(compare, COMPARATOR, arena);
        jextractStub = bench_comparator.allocate(
                (left, right) -> Integer.compare(
                        left.get(ValueLayout.JAVA_INT, 0), right.get(ValueLayout.JAVA_INT, 0)),
                arena);
        jnaMaster = new Pointer(master.address());
        jnaValues = new Pointer(values.address());
        jnaComparator = (left, right) -> Integer.compare(left.getInt(0), right.getInt(0));
        jnrMaster = jnr.ffi.Pointer.wrap(Runtime.getSystemRuntime(), master.address());
        jnrValues = jnr.ffi.Pointer.wrap(Runtime.getSystemRuntime(), values.address());
        jnrComparator = (left, right) -> Integer.compare(left.getInt(0), right.getInt(0));
    }

    private static int compare(MemorySegment left, MemorySegment right) {
        return Integer.compare(
                left.get(ValueLayout.JAVA_INT, 0), right.get(ValueLayout.JAVA_INT, 0));
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    @Variant(technology = Technology.JAVA, title = "a merge sort with a comparator")
    public long java() {
        System.arraycopy(heapMaster, 0, heapValues, 0, LENGTH);
        sort(0, LENGTH);
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += (i + 1L) * heapValues[i];
        }
        return sum;
    }

    /** Many C libraries implement qsort like this; the standard does not prescribe how. */
    private void sort(int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(from, middle);
        sort(middle, to);
        System.arraycopy(heapValues, from, lowerHalf, 0, middle - from);
        int lower = 0;
        int upper = middle;
        int next = from;
        while (lower < middle - from && upper < to) {
            if (comparator.applyAsInt(lowerHalf[lower], heapValues[upper]) <= 0) {
                heapValues[next++] = lowerHalf[lower++];
            } else {
                heapValues[next++] = heapValues[upper++];
            }
        }
        // The rest of the upper half is in its place already.
        System.arraycopy(lowerHalf, lower, heapValues, next, middle - from - lower);
    }

    @Benchmark
    @Variant(technology = Technology.C, title = "the comparator in C")
    public long c() throws Throwable {
        return (long) SORT.invokeExact(master, values, (long) LENGTH, COMPARE_IN_C);
    }

    @Benchmark
    public long ffm() throws Throwable {
        return (long) SORT.invokeExact(master, values, (long) LENGTH, stub);
    }

    @Benchmark
    public long jextract() {
        return data_h.bench_sort(master, values, LENGTH, jextractStub);
    }

    @Benchmark
    @Variant(technology = Technology.JNI, title = "C dereferences the pointers and passes two ints")
    public long jni() {
        return JniData.sort(master.address(), values.address(), LENGTH);
    }

    @Benchmark
    public long jnr() {
        return JnrData.INSTANCE.bench_sort(jnrMaster, jnrValues, LENGTH, jnrComparator);
    }

    @Benchmark
    public long jnaDirect() {
        return JnaDataDirect.bench_sort(jnaMaster, jnaValues, LENGTH, jnaComparator);
    }

    @Benchmark
    public long jna() {
        return JnaData.INSTANCE.bench_sort(jnaMaster, jnaValues, LENGTH, jnaComparator);
    }
}
