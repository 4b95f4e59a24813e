package org.downcall.benchmarks.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClockTest {

    @Test
    void theClockIsMentionedIfItIsOnePercentOfARound() {
        Clock clock = new Clock(25, 10);
        assertTrue(clock.matters(12, 10));
        assertTrue(clock.matters(250, 10));
        assertFalse(clock.matters(2500, 10));
        assertEquals(
                "Clock: 25 ns to read, included in each time above as 2.5 ns; resolution 10 ns",
                clock.figures(10));
    }
}
