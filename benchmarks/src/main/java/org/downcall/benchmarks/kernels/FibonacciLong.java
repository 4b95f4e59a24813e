package org.downcall.benchmarks.kernels;

import java.util.List;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/** The smallest function of the library: a lookup in a table, so the call dominates. */
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
        return mode == RunMode.FULL ? List.of(10L, 50L, 92L) : List.of(92L);
    }

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java", FibonacciLong::inJava),
                Contender.of(Kind.NATIVE, "native", "C, critical", FibonacciLong::inC));
    }

    private static Task inJava(long size) {
        var kernel = DowncallKernels.javaFibonacci();
        int n = Math.toIntExact(size);
        return Task.ofLong(() -> kernel.longValue(n));
    }

    private static Task inC(long size) {
        var kernel = DowncallKernels.nativeFibonacci();
        int n = Math.toIntExact(size);
        return Task.ofLong(() -> kernel.longValue(n));
    }
}
