package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.downcall.benchmarks.run.DowncallKernels;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Both contenders return the same decimal number or text. */
class DecimalKernelsTest {

    static final List<DecimalKernel> ALL = List.of(
            new DecimalParse(),
            new DecimalToString(),
            new DecimalMultiply(),
            new DecimalDivide(),
            new DecimalSquareRoot());

    @ParameterizedTest
    @FieldSource("ALL")
    void resultsAreEqual(DecimalKernel kernel) {
        Assumptions.assumeTrue(DowncallKernels.present(), "The native library is unavailable.");
        for (long digits : new long[] {1, 2, 20, 97, 128, 500, 3_000}) {
            Task inC = kernel.contender("native").prepare(digits);
            Object expected = kernel.contender("java").prepare(digits).result();
            assertEquals(expected, inC.result(), digits + " digits");
            assertEquals(expected, inC.result(), digits + " digits");
        }
    }
}
