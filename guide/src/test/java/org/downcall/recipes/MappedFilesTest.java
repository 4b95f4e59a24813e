package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.channels.FileChannel.MapMode.PRIVATE;
import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.channels.FileChannel.MapMode.READ_WRITE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.downcall.recipes.bindings.mapped_files_h.mapped_files_allocated;
import static org.downcall.recipes.bindings.mapped_files_h.mapped_files_count;
import static org.downcall.recipes.bindings.mapped_files_h.mapped_files_replace;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mapped files and ByteBuffers.
 *
 * <p>A mapped file is a native segment of any size, so C can use it without a copy. Its arena
 * unmaps it. Segments and ByteBuffers can be views of each other's memory.
 */
@UsesRecipesLibrary
class MappedFilesTest {

    @TempDir
    Path directory;

    @Test
    void aFileThatCReads() throws IOException {
        Path path = Files.writeString(directory.resolve("a.txt"), "x=1 y=2");
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(path, READ)) {
            MemorySegment file = channel.map(READ_ONLY, 0, channel.size(), arena);
            assertEquals(2, mapped_files_count(file, file.byteSize(), (byte) '='));
        }
    }

    /** The mapping ends when the arena is closed. */
    @Test
    void theMappingOutlivesTheChannel() throws IOException {
        Path path = Files.writeString(directory.resolve("a.txt"), "x=1 y=2");
        MemorySegment file;
        try (Arena arena = Arena.ofConfined()) {
            try (FileChannel channel = FileChannel.open(path, READ, WRITE)) {
                // The offset need not be a multiple of the page size.
                file = channel.map(READ_WRITE, 4, 3, arena);
            }
            assertTrue(file.isMapped());
            file.set(JAVA_BYTE, 2, (byte) '3');
            assertEquals(1, mapped_files_replace(file, file.byteSize(), (byte) 'y', (byte) 'z'));
            // Every reader of the file sees the change at once. force() writes it to the disk.
            assertEquals("x=1 z=3", Files.readString(path));
            file.force();
        }
        assertThrows(IllegalStateException.class, () -> file.get(JAVA_BYTE, 0));
    }

    @Test
    void modes() throws IOException {
        Path path = Files.writeString(directory.resolve("a.txt"), "abc");
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(path, READ, WRITE)) {
            MemorySegment readOnly = channel.map(READ_ONLY, 0, 3, arena);
            assertTrue(readOnly.isReadOnly());
            assertThrows(RuntimeException.class, () -> readOnly.set(JAVA_BYTE, 0, (byte) 0));
            // Each page is copied when it is first written.
            MemorySegment copyOnWrite = channel.map(PRIVATE, 0, 3, arena);
            copyOnWrite.fill((byte) 'x');
            assertEquals("abc", Files.readString(path));
            // A mapping that is longer than the file extends the file.
            channel.map(READ_WRITE, 0, 5, arena);
            assertEquals(5, channel.size());
            assertFalse(arena.allocate(1).isMapped());
            assertThrows(
                    UnsupportedOperationException.class, () -> arena.allocate(1).load());
        }
    }

    /** load and unload are hints, and so is the result of isLoaded. */
    @Test
    void thePageCache() throws IOException {
        Path path = Files.write(directory.resolve("a.bin"), new byte[100_000]);
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(path, READ)) {
            MemorySegment file = channel.map(READ_ONLY, 0, channel.size(), arena);
            boolean loaded = false;
            for (int i = 0; i < 100 && !loaded; i++) {
                file.load();
                loaded = file.isLoaded();
            }
            assertTrue(loaded);
            file.unload();
            // An access loads the pages again.
            assertEquals(100_000, mapped_files_count(file, file.byteSize(), (byte) 0));
        }
    }

    /** A sparse file of 5 GiB that occupies a few pages of the disk. */
    @Test
    void moreThanABufferCanHold() throws IOException {
        long size = 5L << 30;
        Path path = directory.resolve("sparse.bin");
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(path, READ, WRITE, CREATE_NEW, SPARSE)) {
            MemorySegment name = arena.allocateFrom(path.toString());
            channel.write(ByteBuffer.allocate(1), 16 << 20);
            assumeTrue(
                    mapped_files_allocated(name) < 1 << 20,
                    "This file system does not support sparse files.");
            // Extending the file by map() could reserve all blocks.
            channel.write(ByteBuffer.allocate(1), size - 1);
            MemorySegment file = channel.map(READ_WRITE, 0, size, arena);
            file.set(JAVA_BYTE, size - 1, (byte) 7);
            assertEquals(1, mapped_files_count(file.asSlice(size - 4096), 4096, (byte) 7));
            assertTrue(mapped_files_allocated(name) < 1 << 20);
            // The documentation specifies UnsupportedOperationException, but JDK 25 throws
            // IllegalStateException.
            assertThrows(RuntimeException.class, file::asByteBuffer);
        } finally {
            Files.deleteIfExists(path);
        }
    }

    /** {@return what Java caught; the same access in C then ended the JVM} */
    private String fault(String how) throws Exception {
        Path path = Files.write(directory.resolve(how), new byte[100_000]);
        Output output = ChildJvm.run(Fault.class, path.toString(), how);
        assertNotEquals(0, output.exit());
        // The problematic frame is in the C library.
        assertTrue(output.text().contains("[librecipes"), output.text());
        assertFalse(output.text().contains("survived"), output.text());
        return output.text()
                .lines()
                .filter(line -> line.startsWith("caught "))
                .findFirst()
                .orElse(output.text());
    }

    /**
     * Wrong: shortening a mapped file, or writing to a read-only mapping. Java can catch what an
     * access throws. In C, a write raises a signal, and the JVM ends.
     */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a mapped file cannot be truncated")
    void wrongFaults() throws Exception {
        assertEquals("caught InternalError", fault("shortened"));
        assertEquals("caught IllegalArgumentException", fault("read-only"));
    }

    static final class Fault {

        public static void main(String[] arguments) throws IOException {
            System.load(arguments[0]);
            boolean readOnly = arguments[2].equals("read-only");
            try (Arena arena = Arena.ofConfined();
                    FileChannel channel = FileChannel.open(Path.of(arguments[1]), READ, WRITE)) {
                MemorySegment file =
                        channel.map(readOnly ? READ_ONLY : READ_WRITE, 0, channel.size(), arena);
                if (!readOnly) {
                    channel.truncate(0);
                }
                try {
                    file.set(JAVA_BYTE, 0, (byte) 1);
                } catch (InternalError | RuntimeException e) {
                    System.out.println("caught " + e.getClass().getSimpleName());
                }
                System.out.println(
                        "survived: " + mapped_files_replace(file, 1, (byte) 0, (byte) 1));
            }
        }
    }

    /** The buffer is subject to the arena: to its lifetime, and to its thread if it is confined. */
    @Test
    void aSegmentAsABuffer() throws Exception {
        ByteBuffer buffer;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(JAVA_INT, 1, 2);
            buffer = segment.asSlice(4).asByteBuffer();
            // The byte order of every new buffer is big-endian.
            assertEquals(ByteOrder.BIG_ENDIAN, buffer.order());
            assertEquals(2, buffer.order(ByteOrder.nativeOrder()).getInt(0));
            buffer.putInt(0, 3);
            assertEquals(3, segment.getAtIndex(JAVA_INT, 1));
            assertTrue(segment.asReadOnly().asByteBuffer().isReadOnly());
            assertEquals(arena.scope(), MemorySegment.ofBuffer(buffer).scope());
            assertFalse(MemorySegment.ofBuffer(buffer).isAccessibleBy(new Thread()));
            try (FileChannel channel =
                    FileChannel.open(directory.resolve("a.bin"), WRITE, CREATE_NEW)) {
                assertEquals(4, channel.write(buffer.duplicate()));
            }
        }
        assertThrows(IllegalStateException.class, () -> buffer.getInt(0));
        // Of the arrays, only a byte[] can become a ByteBuffer.
        MemorySegment ints = MemorySegment.ofArray(new int[1]);
        assertThrows(UnsupportedOperationException.class, ints::asByteBuffer);
    }

    /** The segment reaches from the position to the limit. C can use that of a direct buffer. */
    @Test
    void aBufferAsASegment() {
        ByteBuffer direct = ByteBuffer.allocateDirect(16).putInt(1).limit(12);
        MemorySegment segment = MemorySegment.ofBuffer(direct);
        assertEquals(8, segment.byteSize());
        assertEquals(8, mapped_files_replace(segment, segment.byteSize(), (byte) 0, (byte) 9));
        assertEquals(9, direct.get(4));
        assertEquals(0, direct.clear().get(12));
        // clear() has changed position and limit, but not the segment.
        assertEquals(8, segment.byteSize());
        MemorySegment start = MemorySegment.ofBuffer(direct.slice(0, 4));
        assertEquals(1, start.get(JAVA_INT.withOrder(direct.order()), 0));

        byte[] array = new byte[10];
        MemorySegment heap = MemorySegment.ofBuffer(ByteBuffer.wrap(array, 2, 5));
        assertSame(array, heap.heapBase().orElseThrow());
        assertEquals(5, heap.byteSize());
        assertThrows(AssertionError.class, () -> mapped_files_count(heap, 5, (byte) 0));
        assertTrue(
                MemorySegment.ofBuffer(IntBuffer.allocate(4).asReadOnlyBuffer()).isReadOnly());
        assertEquals(16, MemorySegment.ofBuffer(IntBuffer.allocate(4)).byteSize());
    }

    /** While the segment is reachable, the buffer is too, and its memory is not freed. */
    @Test
    void theSegmentKeepsTheBuffer() throws IOException {
        ByteBuffer mapped;
        try (FileChannel channel =
                FileChannel.open(Files.write(directory.resolve("a.bin"), new byte[9]), READ)) {
            // Without an arena, the file is unmapped only when the buffer is unreachable.
            mapped = channel.map(READ_ONLY, 0, 9);
        }
        MemorySegment segment = MemorySegment.ofBuffer(mapped);
        WeakReference<ByteBuffer> buffer = new WeakReference<>(mapped);
        mapped = null;
        System.gc();
        assertNotNull(buffer.get());
        assertTrue(segment.isMapped());
        assertEquals(9, mapped_files_count(segment, 9, (byte) 0));
        Reference.reachabilityFence(segment);
    }
}
