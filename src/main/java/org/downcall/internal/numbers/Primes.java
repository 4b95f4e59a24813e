package org.downcall.internal.numbers;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** The sieve of Eratosthenes, in segments that fit in a cache. It contains odd numbers only. */
final class Primes {

    /** The odd numbers of a segment, a byte each. */
    private static final int SEGMENT = 1 << 17;

    /**
     * Passes all odd primes up to a limit to a consumer, in ascending order.
     *
     * @param limit any number; there are no primes below 3
     */
    static void forEachOdd(int limit, IntConsumer consumer) {
        int root = (int) Math.sqrt(limit);
        int[] small = upToRoot(root);
        // The next odd multiple of each small prime, as an index from the start of the segment
        long[] next = new long[small.length];
        for (int i = 0; i < small.length; i++) {
            next[i] = ((long) small[i] * small[i] - 3) / 2;
        }
        long candidates = (limit - 1L) / 2; // 3, 5, ..., the number 2 i + 3 at index i
        byte[] composite = new byte[(int) Math.min(SEGMENT, Math.max(0, candidates))];
        for (long start = 0; start < candidates; start += SEGMENT) {
            int length = (int) Math.min(SEGMENT, candidates - start);
            Arrays.fill(composite, 0, length, (byte) 0);
            for (int i = 0; i < small.length; i++) {
                long index = next[i] - start; // beyond a short segment, or below the square
                int step = small[i];
                for (; index < length; index += step) {
                    composite[(int) index] = 1;
                }
                next[i] = start + index;
            }
            for (int i = 0; i < length; i++) {
                if (composite[i] == 0) {
                    consumer.accept((int) (2 * (start + i) + 3));
                }
            }
        }
    }

    /** {@return the odd primes up to a number of 16 bits} */
    private static int[] upToRoot(int root) {
        boolean[] composite = new boolean[root + 1];
        int[] primes = new int[root / 2 + 1];
        int count = 0;
        for (int p = 3; p <= root; p += 2) {
            if (!composite[p]) {
                primes[count++] = p;
                for (long multiple = (long) p * p; multiple <= root; multiple += 2 * p) {
                    composite[(int) multiple] = true;
                }
            }
        }
        return Arrays.copyOf(primes, count);
    }

    private Primes() {}
}
