package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntToLongFunction;
import org.downcall.Fibonacci;
import org.junit.jupiter.api.Test;

/** A scalar call leaves nothing for the garbage collector, through either kernel. */
class AllocationTest {

    private static final int CALLS = 100_000;

    private static long sink;

    @Test
    void thePublicScalarMethods() {
        assertAllocatesNothing("longValue", n -> Fibonacci.longValue(n % 93));
        assertAllocatesNothing("wrapping", Fibonacci::wrapping);
        assertAllocatesNothing("wrappingIterative", n -> Fibonacci.wrappingIterative(n % 93));
    }

    @Test
    @RequiresLibrary
    void theScalarDowncalls() {
        assertNull(Kernels.CHOSEN.reason(), "the library is loaded");
        FibonacciKernel inC = new NativeFibonacci();
        assertAllocatesNothing("longValue", n -> inC.longValue(n % 93));
        assertAllocatesNothing("wrapping", inC::wrapping);
        assertAllocatesNothing("wrappingIterative", n -> inC.wrappingIterative(n % 93));
    }

    /**
     * What the interpreter and the linker allocate while the path is warmed up is not the path's.
     */
    private static void assertAllocatesNothing(String name, IntToLongFunction call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long leastPerRound = Long.MAX_VALUE;
        for (int round = 0; round < 10 && leastPerRound != 0; round++) {
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
