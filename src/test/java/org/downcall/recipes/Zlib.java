package org.downcall.recipes;

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
            long room = zlib_binding_h.compressBound(data.length);
            MemorySegment packed = arena.allocate(room);
            MemorySegment length = arena.allocateFrom(
                    C_LONG, room); // before the call the room, after it what is used
            int code = zlib_binding_h.compress2(
                    packed,
                    length,
                    arena.allocateFrom(JAVA_BYTE, data),
                    data.length,
                    Z_DEFAULT_COMPRESSION());
            if (code != Z_OK()) {
                throw new IllegalStateException(
                        "compress2 of " + data.length + " bytes: code " + code);
            }
            return packed.asSlice(0, length.get(C_LONG, 0)).toArray(JAVA_BYTE);
        }
    }

    /**
     * @param limit how many bytes the result may have; data of a thousandth of that may well become
     *     so many
     * @throws DataFormatException if the data is not one whole stream of zlib's, or becomes longer
     *     than the limit
     */
    static byte[] inflate(byte[] data, int limit) throws DataFormatException {
        try (Stream stream = Stream.inflating(limit)) {
            byte[] result = stream.next(data, false);
            if (!stream.ended()) {
                throw new DataFormatException(
                        "data of " + data.length + " bytes: the end is missing");
            }
            return result;
        }
    }

    /** Data in parts, in either direction. For one thread. */
    static final class Stream implements AutoCloseable {

        private interface Step {
            int run(MemorySegment stream, int flush);
        }

        private static final int ROOM = 1 << 14;

        private final Arena arena = Arena.ofConfined();
        /**
         * All zeros: zlib shall call malloc. It must stay where it is, because zlib points back to
         * it.
         */
        private final MemorySegment stream = z_stream_s.allocate(arena);
        /**
         * The struct holds the addresses of these two, which keep nothing alive: they need the same
         * arena.
         */
        private final MemorySegment in = arena.allocate(ROOM);

        private final MemorySegment out = arena.allocate(ROOM);
        private final String name;
        private final Step step;
        private final Step end;
        private long left;
        private boolean ended;

        private Stream(
                String name, long limit, ToIntFunction<MemorySegment> init, Step step, Step end) {
            this.name = name;
            this.step = step;
            this.end = end;
            left = limit;
            boolean works = false;
            try {
                int code = init.applyAsInt(stream);
                works = code == Z_OK();
                if (!works) {
                    throw new IllegalStateException(name + "Init2: code " + code);
                }
            } finally {
                if (!works) { // also if this library lacks the function, which is an error
                    arena.close();
                }
            }
        }

        /**
         * deflateInit2 is a macro, which adds the version and the size that its user was compiled
         * with. So do we.
         */
        static Stream deflating(int level) {
            if (level < Z_DEFAULT_COMPRESSION() || level > 9) {
                throw new IllegalArgumentException("level = " + level + ": not from -1 to 9");
            }
            return new Stream(
                    "deflate",
                    Long.MAX_VALUE,
                    stream -> zlib_binding_h.deflateInit2_(
                            stream,
                            level,
                            Z_DEFLATED(),
                            MAX_WBITS(),
                            8,
                            Z_DEFAULT_STRATEGY(),
                            ZLIB_VERSION(),
                            (int) z_stream_s.sizeof()),
                    zlib_binding_h::deflate,
                    (stream, flush) -> zlib_binding_h.deflateEnd(stream));
        }

        static Stream inflating(long limit) {
            if (limit < 0) {
                throw new IllegalArgumentException("limit = " + limit + ": negative");
            }
            return new Stream(
                    "inflate",
                    limit,
                    stream -> zlib_binding_h.inflateInit2_(
                            stream, MAX_WBITS(), ZLIB_VERSION(), (int) z_stream_s.sizeof()),
                    zlib_binding_h::inflate,
                    (stream, flush) -> zlib_binding_h.inflateEnd(stream));
        }

        boolean ended() {
            return ended;
        }

        /**
         * {@return what has become of the data up to here} The last part is the one that ends a
         * deflated stream.
         */
        byte[] next(byte[] part, boolean last) throws DataFormatException {
            if (ended || !arena.scope().isAlive()) {
                throw new IllegalStateException(
                        name + ": the stream is " + (ended ? "at its end" : "closed"));
            }
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            int from = 0;
            do {
                int length = Math.min(ROOM, part.length - from);
                MemorySegment.copy(part, from, in, JAVA_BYTE, 0, length);
                z_stream_s.next_in(stream, in);
                z_stream_s.avail_in(stream, length);
                from += length;
                run(last && from == part.length ? Z_FINISH() : Z_NO_FLUSH(), result);
            } while (from < part.length && !ended);
            int unread = part.length - from + z_stream_s.avail_in(stream);
            if (unread > 0) {
                throw new DataFormatException(name + ": bytes after the end: " + unread);
            }
            return result.toByteArray();
        }

        private void run(int flush, ByteArrayOutputStream result) throws DataFormatException {
            do {
                z_stream_s.next_out(stream, out);
                z_stream_s.avail_out(stream, ROOM);
                int code = step.run(stream, flush);
                ended = code == Z_STREAM_END();
                if (!ended
                        && code != Z_OK()
                        && code != Z_BUF_ERROR()) { // the last one: nothing to do just now
                    MemorySegment message = z_stream_s.msg(stream);
                    throw new DataFormatException(name + ": code " + code
                            + (message.equals(MemorySegment.NULL)
                                    ? ""
                                    : ", " + message.getString(0)));
                }
                int made = ROOM - z_stream_s.avail_out(stream);
                left -= made;
                if (left < 0) {
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
