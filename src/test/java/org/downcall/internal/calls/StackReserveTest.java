package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StackReserveTest {

    private int depth;
    private int deepest;
    private boolean refused;

    /** A frame whose arguments were not used could be smaller. */
    @Test
    void everyFrameUsesItsArguments() {
        assertEquals(4 * 511, StackReserve.descend(3, 1, 2, 4, 8, 16, 32, 64, 128, 256));
        assertEquals(25 * 45, StackReserve.descend(24, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    /** On the shortest stack that the JVM permits. */
    @Test
    void aStackThatIsNearlyUsedUpIsRefused() throws InterruptedException {
        Thread thread = new Thread(null, this::useUpTheStack, "short stack", 1);
        thread.start();
        thread.join();
        assertTrue(refused);
        assertTrue(depth > 0 && depth + 10 < deepest, depth + " of " + deepest);
    }

    private void useUpTheStack() {
        try {
            descend(0);
        } catch (StackOverflowError e) {
            // deepest is now the number of the deepest frame.
        }
    }

    private void descend(int frames) {
        deepest = frames;
        if (!refused) {
            try {
                StackReserve.require();
                depth = frames;
            } catch (StackOverflowError e) {
                refused = true;
            }
        }
        descend(frames + 1);
    }
}
