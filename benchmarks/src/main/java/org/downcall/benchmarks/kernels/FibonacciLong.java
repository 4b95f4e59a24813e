package org.downcall.benchmarks.kernels;

import java.util.List;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.NativeKernels;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.internal.numbers.JavaFibonacci;
import org.downcall.internal.numbers.NativeFibonacci;

/** The least that can be called: a look-up in a table. What is left is the call. */
final class FibonacciLong implements Kernel {

    @Override
    public String name() {
        return "fibonacci-long";
    }

    @Override
    public String title() {
        return "F(n) from a table of longs";
    }

    @Override
    public String unit() {
        return "n";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return mode == RunMode.FULL ? List.of(10L, 50L, 92L) : List.of(10L, 92L);
    }

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java", FibonacciLong::inJava),
                Contender.of(Kind.NATIVE, "native", "C, critical", FibonacciLong::inC));
    }

    private static Task inJava(long size) {
        JavaFibonacci kernel = new JavaFibonacci();
        int n = Math.toIntExact(size);
        return Task.ofLong(() -> kernel.longValue(n));
    }

    private static Task inC(long size) {
        NativeFibonacci kernel = NativeKernels.fibonacci();
        int n = Math.toIntExact(size);
        return Task.ofLong(() -> kernel.longValue(n));
    }
}
