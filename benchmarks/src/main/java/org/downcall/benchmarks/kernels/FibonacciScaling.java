package org.downcall.benchmarks.kernels;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.NativeKernels;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.internal.numbers.NativeFibonacci;

/**
 * Whether the time of F(n) grows in steps, as it would if transforms had lengths that are powers of
 * two: eight sizes to an octave, and nobody to compare with. Two JVMs measure each of them, for
 * what counts is the curve.
 */
final class FibonacciScaling implements Kernel {

    private static final long SMALLEST = 1_000_000;
    private static final long LARGEST = 1_000_000_000;
    private static final int STEPS_PER_OCTAVE = 8;

    @Override
    public String name() {
        return "fibonacci-scaling";
    }

    @Override
    public String title() {
        return "F(n), exact: time / n";
    }

    @Override
    public String unit() {
        return "n";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        LongStream steps = IntStream.range(0, Integer.MAX_VALUE)
                .mapToLong(step ->
                        Math.round(SMALLEST * Math.pow(2, (double) step / STEPS_PER_OCTAVE)))
                .takeWhile(size -> size < LARGEST);
        return mode == RunMode.FULL
                ? LongStream.concat(steps, LongStream.of(LARGEST)).boxed().toList()
                : List.of(SMALLEST);
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.of(Kind.NATIVE, "native", "C", FibonacciScaling::inC)
                .slowFrom(50_000_000));
    }

    @Override
    public boolean isPerSize() {
        return true;
    }

    @Override
    public int mostJvms() {
        return 2;
    }

    private static Task inC(long n) {
        NativeFibonacci kernel = NativeKernels.fibonacci();
        return Task.of(() -> kernel.exact(n), () -> FibonacciResidue.checked(n, kernel.exact(n)));
    }
}
