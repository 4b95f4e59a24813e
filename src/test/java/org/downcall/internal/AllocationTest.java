package org.downcall.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.downcall.Fibonacci;
import org.downcall.Vectors;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.NativeFibonacci;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A scalar call allocates nothing, in either kernel; a comparison of two arrays, in C. */
class AllocationTest {

    private static final int CALLS = 100_000;

    private static long sink;

    @Test
    void thePublicScalarMethods() {
        assertAllocatesNothing("longValue", n -> Fibonacci.longValue(n % 93));
        assertAllocatesNothing("wrapping", Fibonacci::wrapping);
        assertAllocatesNothing("wrappingIterative", n -> Fibonacci.wrappingIterative(n % 93));
    }

    /**
     * In a JVM for each type of array. C2 avoids the allocation of segments if it inlines all of the
     * call. Whether it does depends on how the JVM's code of the call was used before, also with other
     * types of arrays.
     */
    @ParameterizedTest
    @EnumSource
    @RequiresLibrary
    void theComparisonOfTwoArrays(Comparison comparison) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.downcall.backend=native",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Comparisons.class.getName(),
                        comparison.name())
                .redirectErrorStream(true);
        builder.environment() // whose options could keep C2 from compiling
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    enum Comparison {
        FLOATS,
        HALVES,
        BYTES,
        BITS
    }

    /** The program. Its argument is a {@link Comparison}. */
    static final class Comparisons {

        public static void main(String[] args) {
            float[] a = new float[768];
            short[] b = new short[768];
            byte[] c = new byte[768];
            Comparison comparison = Comparison.valueOf(args[0]);
            assertAllocatesNothing(
                    args[0],
                    switch (comparison) {
                        case FLOATS -> n -> (long) Vectors.dot(a, a);
                        case HALVES -> n -> (long) Vectors.dot(b, b);
                        case BYTES -> n -> Vectors.dot(c, c);
                        case BITS -> n -> Vectors.hamming(c, c);
                    });
        }
    }

    @Test
    @RequiresLibrary
    void theScalarDowncalls() {
        TestBuild.assertLibraryIsLoaded();
        FibonacciKernel inC = new NativeFibonacci();
        assertAllocatesNothing("longValue", n -> inC.longValue(n % 93));
        assertAllocatesNothing("wrapping", inC::wrapping);
        assertAllocatesNothing("wrappingIterative", n -> inC.wrappingIterative(n % 93));
    }

    /**
     * Several rounds, because the interpreter, the linker and code that C1 compiled allocate. On a
     * busy machine, it takes many rounds until C2 has compiled the call.
     */
    private static void assertAllocatesNothing(String name, IntToLongFunction call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long leastPerRound = Long.MAX_VALUE;
        for (int round = 0; round < 100 && leastPerRound != 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                sink += call.applyAsLong(i);
            }
            leastPerRound =
                    Math.min(leastPerRound, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, leastPerRound, name + ": bytes in " + CALLS + " calls");
    }
}
