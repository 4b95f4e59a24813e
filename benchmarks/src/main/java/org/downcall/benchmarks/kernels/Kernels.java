package org.downcall.benchmarks.kernels;

import java.util.List;

/** All kernels. Add a new one here. */
public final class Kernels {

    public static final List<Kernel> ALL = List.of(
            new FibonacciLong(),
            new FibonacciLoop(),
            new FibonacciDoubling(),
            new FibonacciExact(),
            new FibonacciDecimal(),
            new Multiply(),
            new Square(),
            new Power(),
            new Divide(),
            new ToDecimal(),
            new FromDecimal(),
            new FibonacciScaling());

    /** @throws IllegalArgumentException that lists the kernels */
    public static Kernel named(String name) {
        return ALL.stream()
                .filter(kernel -> kernel.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no kernel '" + name
                        + "'. The kernels are " + ALL.stream().map(Kernel::name).toList() + "."));
    }

    private Kernels() {}
}
