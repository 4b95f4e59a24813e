package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.downcall.recipes.bindings.zlib_binding_h.C_LONG;
import static org.downcall.recipes.bindings.zlib_binding_h.MAX_WBITS;
import static org.downcall.recipes.bindings.zlib_binding_h.ZLIB_VERSION;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_BUF_ERROR;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_DEFAULT_COMPRESSION;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_DEFAULT_STRATEGY;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_DEFLATED;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_FINISH;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_NO_FLUSH;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_OK;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_STREAM_END;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.ToIntFunction;
import java.util.zip.DataFormatException;
import org.downcall.recipes.bindings.z_stream_s;
import org.downcall.recipes.bindings.zlib_binding_h;

/** zlib for Java code: arrays in, arrays out, and exceptions. */
final class Zlib {

    static long crc32(byte[] data) {
        try (Arena arena = Arena.ofConfined()) {
            return zlib_binding_h.crc32(0, arena.allocateFrom(JAVA_BYTE, data), data.length);
        }
    }

    static byte[] deflate(byte[] data) {
        try (Arena arena = Arena.ofConfined()) {
            long capacity = zlib_binding_h.compressBound(data.length);
            MemorySegment packed = arena.allocate(capacity);
            // Before the call the capacity, after it the length of the result.
            MemorySegment length = arena.allocateFrom(C_LONG, capacity);
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, data);
            int level = Z_DEFAULT_COMPRESSION();
            int code = zlib_binding_h.compress2(packed, length, bytes, data.length, level);
            if (code != Z_OK()) {
                throw new IllegalStateException(
                        "compress2 of " + data.length + " bytes failed with code " + code);
            }
            return packed.asSlice(0, length.get(C_LONG, 0)).toArray(JAVA_BYTE);
        }
    }

    /**
     * @param limit the maximum length of the result, which may be a thousand times that of the data
     * @throws DataFormatException if the data is not exactly one complete zlib stream, or if the
     *     result would be longer than the limit
     */
    static byte[] inflate(byte[] data, int limit) throws DataFormatException {
        try (Stream stream = Stream.inflating(limit)) {
            byte[] result = stream.next(data, false);
            if (!stream.ended()) {
                throw new DataFormatException("data of " + data.length + " bytes is incomplete");
            }
            return result;
        }
    }

    /** Compresses or decompresses data in parts. Not thread-safe. */
    static final class Stream implements AutoCloseable {

        private interface Step {
            int run(MemorySegment stream, int flush);
        }

        private static final int CAPACITY = 1 << 14;
        private static final int SIZE = (int) z_stream_s.sizeof();

        private final Arena arena = Arena.ofConfined();

        // The zeros select malloc. The struct must not move, because zlib keeps its address.
        private final MemorySegment stream = z_stream_s.allocate(arena);

        // The struct contains the addresses of the buffers, so all three need the same arena.
        private final MemorySegment in = arena.allocate(CAPACITY);
        private final MemorySegment out = arena.allocate(CAPACITY);

        private final String name;
        private final Step step;
        private final Step end;
        private long remaining;
        private boolean ended;

        private Stream(
                String name, long limit, ToIntFunction<MemorySegment> init, Step step, Step end) {
            this.name = name;
            this.step = step;
            this.end = end;
            remaining = limit;
            boolean initialised = false;
            try {
                int code = init.applyAsInt(stream);
                initialised = code == Z_OK();
                if (!initialised) {
                    throw new IllegalStateException(name + "Init2 failed with code " + code);
                }
            } finally {
                // Also after an Error, if the library does not have the function.
                if (!initialised) {
                    arena.close();
                }
            }
        }

        /** The macro deflateInit2 also passes the header's version and the size of the struct. */
        static Stream deflating(int level) {
            if (level < Z_DEFAULT_COMPRESSION() || level > 9) {
                throw new IllegalArgumentException("level = " + level + " is not from -1 to 9");
            }
            int memory = 8; // zlib's default
            int strategy = Z_DEFAULT_STRATEGY();
            int method = Z_DEFLATED();
            ToIntFunction<MemorySegment> init = stream -> zlib_binding_h.deflateInit2_(
                    stream, level, method, MAX_WBITS(), memory, strategy, ZLIB_VERSION(), SIZE);
            Step end = (stream, flush) -> zlib_binding_h.deflateEnd(stream);
            return new Stream("deflate", Long.MAX_VALUE, init, zlib_binding_h::deflate, end);
        }

        static Stream inflating(long limit) {
            if (limit < 0) {
                throw new IllegalArgumentException("limit = " + limit + " is negative");
            }
            ToIntFunction<MemorySegment> init = stream ->
                    zlib_binding_h.inflateInit2_(stream, MAX_WBITS(), ZLIB_VERSION(), SIZE);
            Step end = (stream, flush) -> zlib_binding_h.inflateEnd(stream);
            return new Stream("inflate", limit, init, zlib_binding_h::inflate, end);
        }

        boolean ended() {
            return ended;
        }

        /**
         * {@return the output that is available after this part}
         *
         * @param last whether this part completes the stream
         */
        byte[] next(byte[] part, boolean last) throws DataFormatException {
            if (ended || !arena.scope().isAlive()) {
                throw new IllegalStateException(
                        name + ": the stream is " + (ended ? "complete" : "closed"));
            }
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            int from = 0;
            do {
                int length = Math.min(CAPACITY, part.length - from);
                MemorySegment.copy(part, from, in, JAVA_BYTE, 0, length);
                z_stream_s.next_in(stream, in);
                z_stream_s.avail_in(stream, length);
                from += length;
                run(last && from == part.length ? Z_FINISH() : Z_NO_FLUSH(), result);
            } while (from < part.length && !ended);
            int unread = part.length - from + z_stream_s.avail_in(stream);
            if (unread > 0) {
                throw new DataFormatException(
                        name + ": unread bytes after the end of the stream: " + unread);
            }
            return result.toByteArray();
        }

        private void run(int flush, ByteArrayOutputStream result) throws DataFormatException {
            do {
                z_stream_s.next_out(stream, out);
                z_stream_s.avail_out(stream, CAPACITY);
                int code = step.run(stream, flush);
                ended = code == Z_STREAM_END();
                // Z_BUF_ERROR means that there was nothing to do in this call.
                if (!ended && code != Z_OK() && code != Z_BUF_ERROR()) {
                    MemorySegment message = z_stream_s.msg(stream);
                    String reason = message.equals(NULL) ? "unknown" : message.getString(0);
                    throw new DataFormatException(name + ": code " + code + ", " + reason);
                }
                int made = CAPACITY - z_stream_s.avail_out(stream);
                remaining -= made;
                if (remaining < 0) {
                    throw new DataFormatException(name + ": the result is longer than the limit");
                }
                result.writeBytes(out.asSlice(0, made).toArray(JAVA_BYTE));
            } while (z_stream_s.avail_out(stream) == 0 && !ended);
        }

        @Override
        public void close() {
            if (arena.scope().isAlive()) {
                end.run(stream, 0);
                arena.close();
            }
        }
    }

    private Zlib() {}
}
