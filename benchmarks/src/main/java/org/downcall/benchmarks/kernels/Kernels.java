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
            new ModPow(),
            new Power(),
            new Divide(),
            new SquareRoot(),
            new ToDecimal(),
            new FromDecimal(),
            new Gcd(),
            new ModInverse(),
            new DecimalParse(),
            new DecimalToString(),
            new DecimalMultiply(),
            new DecimalDivide(),
            new DecimalSquareRoot(),
            new ToRadix(7),
            new ToRadix(16),
            new FromRadix(7),
            new FromRadix(16),
            new Factorial(),
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
