package org.downcall.internal.loading;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Detects a library that was copied in part. The dynamic linker of Linux maps such a file without
 * comparing its size with its headers. Reading beyond its end then ends the process with SIGBUS.
 */
final class ElfFile {

    // Offsets in the header and in an entry of the program header table, of 64-bit files [System V
    // ABI, ELF Header; Program Header].
    private static final int HEADER_BYTES = 64;
    private static final int CLASS = 4;
    private static final int DATA = 5;
    private static final int PROGRAM_HEADERS = 32;
    private static final int SECTION_HEADERS = 40;
    private static final int PROGRAM_HEADER_BYTES = 54;
    private static final int PROGRAM_HEADER_COUNT = 56;
    private static final int SECTION_HEADER_BYTES = 58;
    private static final int SECTION_HEADER_COUNT = 60;
    private static final int SEGMENT_OFFSET = 8;
    private static final int SEGMENT_BYTES = 32;
    private static final int PROGRAM_HEADER_LEAST_BYTES = 56;

    private static final int MAGIC = 0x7F454C46;
    private static final int CLASS_64 = 2;
    private static final int BIG_ENDIAN = 2;

    /**
     * {@return how many bytes a file must have according to its headers} This is 0 if it is not a
     * 64-bit ELF file, or if its headers are not complete themselves: linkers report that.
     */
    static long requiredBytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = read(channel, 0, HEADER_BYTES);
            if (header.remaining() < HEADER_BYTES
                    || header.getInt(0) != MAGIC
                    || header.get(CLASS) != CLASS_64) {
                return 0;
            }
            ByteOrder order =
                    header.get(DATA) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            header.order(order);
            int entryBytes = header.getShort(PROGRAM_HEADER_BYTES) & 0xFFFF;
            int entries = header.getShort(PROGRAM_HEADER_COUNT) & 0xFFFF;
            long table = header.getLong(PROGRAM_HEADERS);
            long sections = end(
                    header.getLong(SECTION_HEADERS),
                    (long) (header.getShort(SECTION_HEADER_BYTES) & 0xFFFF)
                            * (header.getShort(SECTION_HEADER_COUNT) & 0xFFFF));
            long required = Math.max(sections, end(table, (long) entries * entryBytes));
            if (table < 0 || entryBytes < PROGRAM_HEADER_LEAST_BYTES) {
                return required;
            }
            // One at a time: a header of a library from elsewhere may state gigabytes of them.
            for (int i = 0; i < entries && required <= channel.size(); i++) {
                ByteBuffer segment = read(
                                channel, table + (long) i * entryBytes, PROGRAM_HEADER_LEAST_BYTES)
                        .order(order);
                long end = end(segment.getLong(SEGMENT_OFFSET), segment.getLong(SEGMENT_BYTES));
                required = Math.max(required, end);
            }
            return required;
        }
    }

    /** {@return where a part of a file ends} No file is as long as the result for invalid numbers. */
    private static long end(long offset, long bytes) {
        long end = offset + bytes;
        return offset < 0 || bytes < 0 || end < 0 ? Long.MAX_VALUE : end;
    }

    /** {@return up to {@code count} bytes; fewer if the file ends} */
    private static ByteBuffer read(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
            // continue
        }
        return bytes.flip();
    }

    private ElfFile() {}
}
