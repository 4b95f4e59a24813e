package org.downcall.benchmarks.kernels;

import java.util.List;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/**
 * A loop of dependent additions. Both compilers produce the same instructions for it, so neither
 * language is faster.
 */
final class FibonacciLoop implements Kernel {

    @Override
    public String name() {
        return "fibonacci-loop";
    }

    @Override
    public String title() {
        return "F(n) mod 2^64 by n - 1 additions";
    }

    @Override
    public String unit() {
        return "n";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE, DEFAULT -> List.of(10_000L);
            case FULL -> List.of(1L, 100L, 10_000L, 100_000L);
        };
    }

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java", FibonacciLoop::inJava),
                Contender.of(Kind.NATIVE, "native", "C", FibonacciLoop::inC));
    }

    private static Task inJava(long size) {
        var kernel = DowncallKernels.javaFibonacci();
        int n = Math.toIntExact(size);
        return Task.ofLong(() -> kernel.wrappingIterative(n));
    }

    private static Task inC(long size) {
        var kernel = DowncallKernels.nativeFibonacci();
        int n = Math.toIntExact(size);
        return Task.ofLong(() -> kernel.wrappingIterative(n));
    }
}
