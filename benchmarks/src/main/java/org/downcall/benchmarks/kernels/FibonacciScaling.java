package org.downcall.benchmarks.kernels;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/**
 * The time of F(n) at eight sizes per octave, without other contenders. It would grow in steps if
 * the lengths of the transforms were powers of two. Two JVMs measure each size, because the curve
 * matters more than a single time.
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
        return switch (mode) {
            case SMOKE -> List.of(SMALLEST);
            case DEFAULT -> List.of();
            case FULL ->
                LongStream.concat(steps, LongStream.of(LARGEST)).boxed().toList();
        };
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
        var kernel = DowncallKernels.nativeFibonacci();
        return Task.of(() -> kernel.exact(n), () -> FibonacciResidue.checked(n, kernel.exact(n)));
    }
}
