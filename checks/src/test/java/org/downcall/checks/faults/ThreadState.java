package org.downcall.checks.faults;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.downcall.Arithmetic;
import org.downcall.Vectors;
import org.downcall.checks.Operation;
import org.downcall.checks.Searches;

/** Computes after other native code has changed the state of the thread. */
public final class ThreadState {

    private static final int DEFAULT = 0x1F80;
    private static final int FLAGS = 0x3F;

    /**
     * Rounding down, up, and toward zero; flush to zero, denormals are zero; without the masks of
     * the exceptions that code of the JVM does not raise.
     */
    private static final int[] CONTROL_WORDS = {
        DEFAULT | 0x2000, DEFAULT | 0x4000, DEFAULT | 0x6000, DEFAULT | 0x8040, DEFAULT - 0x0680
    };

    /** @param args the library compiled from thread_state.c */
    public static void main(String[] args) throws Throwable {
        SymbolLookup library = SymbolLookup.libraryLookup(Path.of(args[0]), Arena.global());
        Linker linker = Linker.nativeLinker();
        MethodHandle get = linker.downcallHandle(
                library.find("control_word").orElseThrow(), FunctionDescriptor.of(JAVA_INT));
        MethodHandle set = linker.downcallHandle(
                library.find("set_control_word").orElseThrow(),
                FunctionDescriptor.ofVoid(JAVA_INT));
        MethodHandle makeDirty = linker.downcallHandle(
                library.find("make_upper_halves_dirty").orElseThrow(), FunctionDescriptor.ofVoid());
        List<Runnable> computations = new ArrayList<>();
        List<Operation> operations = new ArrayList<>(Operation.shortOnes());
        operations.addAll(Operation.longOnes());
        Executor pool = ForkJoinPool.commonPool();
        for (Operation operation : operations) {
            computations.add(() -> operation.run(Arithmetic.of()));
            computations.add(() -> operation.run(Arithmetic.of().withExecutor(pool)));
        }
        Searches searches = new Searches(40_000, 5);
        for (Executor executor : new Executor[] {null, pool}) {
            computations.add(() -> searches.single(executor));
            computations.add(() -> searches.batch(executor));
        }
        addComparisons(computations);
        for (Runnable computation : computations) {
            for (int word : CONTROL_WORDS) {
                set.invoke(word);
                try {
                    computation.run();
                    int after = (int) get.invoke();
                    if ((after | FLAGS) != (word | FLAGS)) {
                        throw new AssertionError(Integer.toHexString(after));
                    }
                } finally {
                    set.invoke(DEFAULT);
                }
            }
            makeDirty.invoke();
            computation.run();
        }
        MemoryInUse.assertNone();
        System.out.println("all right");
    }

    /** Longer vectors, and summaries of more numbers, are combined in Java. */
    private static final int[] LENGTHS = {1, 15, 100, 1_000, 16_384};

    private static final int MOST_NUMBERS = 4_096;

    private static void addComparisons(List<Runnable> computations) {
        Random random = new Random(1);
        for (int length : LENGTHS) {
            float[] x = new float[length];
            float[] y = new float[length];
            short[] half = new short[length];
            double[] numbers = new double[Math.min(length, MOST_NUMBERS)];
            for (int i = 0; i < length; i++) {
                x[i] = (float) random.nextGaussian();
                y[i] = (float) random.nextGaussian();
                half[i] = Float.floatToFloat16(y[i]);
                numbers[i % numbers.length] = x[i] / 3.0;
            }
            add(computations, () -> Vectors.dot(x, y));
            add(computations, () -> Vectors.dot(half, half));
            add(computations, () -> Vectors.squaredDistance(x, y));
            add(computations, () -> Vectors.cosine(x, y));
            add(computations, () -> Vectors.cosine(half, half));
            add(computations, () -> Vectors.summary(numbers));
        }
    }

    private static void add(List<Runnable> computations, Supplier<?> comparison) {
        Object expected = comparison.get();
        computations.add(() -> {
            Object actual = comparison.get();
            if (!actual.equals(expected)) {
                throw new AssertionError(actual + ", not " + expected);
            }
        });
    }

    private ThreadState() {}
}
