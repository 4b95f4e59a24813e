package org.downcall.benchmarks.kernels;

import java.util.List;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/** The result of {@link FibonacciLoop} by a better algorithm, which takes nanoseconds for any n. */
final class FibonacciDoubling implements Kernel {

    @Override
    public String name() {
        return "fibonacci-doubling";
    }

    @Override
    public String title() {
        return "F(n) mod 2^64 by fast doubling";
    }

    @Override
    public String unit() {
        return "n";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return mode == RunMode.FULL
                ? List.of(10L, 10_000L, 1_000_000_000L)
                : List.of(1_000_000_000L);
    }

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java", FibonacciDoubling::inJava),
                Contender.of(Kind.NATIVE, "native", "C, critical", FibonacciDoubling::inC));
    }

    private static Task inJava(long n) {
        var kernel = DowncallKernels.javaFibonacci();
        return Task.ofLong(() -> kernel.wrapping(n));
    }

    private static Task inC(long n) {
        var kernel = DowncallKernels.nativeFibonacci();
        return Task.ofLong(() -> kernel.wrapping(n));
    }
}
