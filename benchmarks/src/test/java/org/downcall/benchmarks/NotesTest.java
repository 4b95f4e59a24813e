package org.downcall.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines under the table. */
class NotesTest {

    @Test
    void theCostOfADowncallIsGivenWithItsErrorAndABaseline() {
        DowncallCost cost = new DowncallCost(
                new Estimate(6.71, 0.12), new Estimate(2.49, 0.06), new Estimate(0.42, 0.01), List.of());
        assertEquals(
                "One downcall costs 6.7 +- 0.1 ns here (critical: 2.5 +- 0.1 ns), "
                        + "an empty Java call 0.4 +- 0.0 ns, inlined.",
                cost.sentence());
    }

    @Test
    void smallFunctionsAreGivenInBothLanguages() {
        SmallKernelCost cost = new SmallKernelCost(
                new Estimate(0.9, 0.1), new Estimate(4.9, 0.2), new Estimate(14, 0.3), new Estimate(17, 0.4), List.of());
        assertEquals(
                "In a loop, longValue(92) takes 0.9 +- 0.1 ns in Java and 4.9 +- 0.2 ns in C, wrapping(10_000) "
                        + "14.0 +- 0.3 ns and 17.0 +- 0.4 ns; org.downcall.Fibonacci runs both in Java.",
                cost.sentence());
    }

    @Test
    void theClockIsWorthANoteWhenItIsAPercentOfARound() {
        Clock clock = new Clock(25, 10);
        assertTrue(clock.matters(12, 10));
        assertTrue(clock.matters(250, 10));
        assertFalse(clock.matters(2500, 10));
        assertEquals(
                "Clock: reading it takes 25 ns, which adds 2.5 ns to every time above; "
                        + "two readings that differ do so by 10 ns or more.",
                clock.sentence(10));
    }

    @Test
    void theProcessorsNameIsReadFromLinux() {
        assertEquals(
                "Some CPU 9000 @ 2:1 GHz",
                Machine.modelName(
                        List.of("processor\t: 0", "model name\t: Some CPU 9000 @ 2:1 GHz", "model name\t: other")));
        assertEquals("unknown processor", Machine.modelName(List.of("processor\t: 0", "CPU part\t: 0xd0c")));
    }
}
