package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HugePagesTest {

    private static final long MIB = 1 << 20;
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");

    /** The second block is likely to be the memory of the first one. */
    @Test
    void memoryContainsZerosAndBeginsWithAHugePage() {
        for (int i = 0; i < 2; i++) {
            try (Arena arena = Arena.ofShared()) {
                MemorySegment memory = HugePages.allocate(5 * MIB + 3, arena);
                assertEquals(5 * MIB + 3, memory.byteSize());
                assertEquals(0, memory.address() % (2 * MIB));
                try (Arena other = Arena.ofConfined()) {
                    MemorySegment zeros = other.allocate(memory.byteSize());
                    assertEquals(-1, memory.mismatch(zeros));
                }
                memory.fill((byte) -1);
            }
        }
    }

    @Test
    void theArenaFreesTheMemory() {
        MemorySegment memory;
        try (Arena arena = Arena.ofShared()) {
            memory = HugePages.allocate(4 * MIB, arena);
        }
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
    }

    /** The flag "hg" of a mapping states that its memory should be in huge pages. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void hugePagesAreRequested() throws Exception {
        assumeTrue(Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage")));
        assumeTrue(Files.isReadable(MAPPINGS), "needs /proc");
        long before = advised();
        try (Arena arena = Arena.ofShared()) {
            HugePages.allocate(64 * MIB, arena);
            assertTrue(advised() - before >= 62 * MIB / 1024);
        }
    }

    /** {@return the size of the memory in such mappings, in KiB} */
    private static long advised() throws Exception {
        long size = 0;
        long sum = 0;
        for (String line : Files.readAllLines(MAPPINGS)) {
            if (line.startsWith("Size:")) {
                size = Long.parseLong(line.replaceAll("[^0-9]", ""));
            } else if (line.startsWith("VmFlags:") && line.contains(" hg")) {
                sum += size;
            }
        }
        return sum;
    }

    @Test
    void moreThanTheSystemHasIsRefused() {
        try (Arena arena = Arena.ofShared()) {
            OutOfMemoryError e =
                    assertThrows(OutOfMemoryError.class, () -> HugePages.allocate(1L << 60, arena));
            assertTrue(e.getMessage().contains(ByteSize.format(1L << 60)), e.getMessage());
        }
    }
}
