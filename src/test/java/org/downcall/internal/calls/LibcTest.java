package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibcTest {

    /** Otherwise, the system would discard memory that is next to the block. */
    @ParameterizedTest
    @ValueSource(longs = {1, 1 << 12, 1 << 14, 1 << 16, HugePages.SIZE})
    void pagesAreWithinTheirBlock(long page) {
        SplittableRandom random = new SplittableRandom(page);
        for (int i = 0; i < 100_000; i++) {
            long address = random.nextLong(1L << 47) & -16;
            long bytes = random.nextLong(4 * page + 16);
            long first = Libc.firstPage(address, page);
            long length = Libc.wholePages(address, bytes, page);
            assertEquals(0, first % page);
            assertEquals(0, length % page);
            assertTrue(first >= address && first - address < page, () -> address + ": " + first);
            assertTrue(
                    length <= 0 || first + length <= address + bytes,
                    () -> address + ", " + bytes + ": " + first + ", " + length);
            assertTrue(bytes < 2 * page || length > 0, () -> address + ", " + bytes);
        }
    }
}
