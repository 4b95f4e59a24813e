package org.downcall.benchmarks.kernels;

import java.util.List;
import org.downcall.VectorType;
import org.downcall.benchmarks.vectors.BatchSearch;
import org.downcall.benchmarks.vectors.CandidateSearch;
import org.downcall.benchmarks.vectors.DotProduct;
import org.downcall.benchmarks.vectors.Hamming;
import org.downcall.benchmarks.vectors.RowSearch;

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
            new SquareRoot(),
            new Gcd(),
            new ModInverse(),
            new ModPow(),
            new Factorial(),
            new ToDecimal(),
            new FromDecimal(),
            new ToRadix(7),
            new ToRadix(16),
            new FromRadix(7),
            new FromRadix(16),
            new DecimalParse(),
            new DecimalToString(),
            new DecimalMultiply(),
            new DecimalDivide(),
            new DecimalSquareRoot(),
            new FibonacciScaling(),
            new DotProduct(VectorType.FLOAT32),
            new DotProduct(VectorType.FLOAT16),
            new DotProduct(VectorType.INT8),
            new Hamming(),
            new RowSearch(VectorType.FLOAT32, 128),
            new RowSearch(VectorType.FLOAT16, 128),
            new RowSearch(VectorType.FLOAT16, 768),
            new RowSearch(VectorType.INT8, 128),
            new CandidateSearch(),
            new BatchSearch(VectorType.FLOAT32, 128),
            new BatchSearch(VectorType.FLOAT32, 768),
            new BatchSearch(VectorType.INT8, 768));

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
