package org.downcall.internal.calls;

/**
 * Requires some free stack before native memory is allocated. A StackOverflowError between the
 * allocation and the end of the code that frees the memory could leak it, or leave a lock locked.
 */
public final class StackReserve {

    /**
     * These frames take about 16 KiB if they are interpreted. If they are compiled, they take 5 KiB
     * on JDK 25, and 3 KiB on JDK 28. Allocating and freeing memory takes less stack in each case.
     */
    private static final int FRAMES = 32;

    /** @throws StackOverflowError if the stack is nearly used up */
    public static void require() {
        require(FRAMES);
    }

    /**
     * Requires more stack: 0.5 KiB for each frame if they are interpreted, and at least 0.1 KiB if
     * they are compiled.
     */
    public static void require(int frames) {
        descend(frames, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    /**
     * {@return the sum of the arguments, once for each frame} The arguments make the frames large,
     * even when they are compiled.
     */
    static long descend(
            int frames, long a, long b, long c, long d, long e, long f, long g, long h, long i) {
        return frames == 0
                ? a + b + c + d + e + f + g + h + i
                : descend(frames - 1, b, c, d, e, f, g, h, i, a)
                        + a
                        + b
                        + c
                        + d
                        + e
                        + f
                        + g
                        + h
                        + i;
    }

    private StackReserve() {}
}
