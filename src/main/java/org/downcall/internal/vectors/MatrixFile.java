package org.downcall.internal.vectors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a file with a matrix. The extension of the file determines its format: {@code .npy}
 * of NumPy [NEP 1, and numpy.lib.format], or {@code .fbin}, {@code .f16bin}, {@code .i8bin} and
 * {@code .u8bin} of big-ann-benchmarks.com: two 32-bit numbers, then the rows.
 *
 * @param type a type of {@link VectorKernel}
 * @param columns the elements of a row; bytes for BITS
 * @param offset where the rows begin
 */
public record MatrixFile(int type, long rows, int columns, long offset) {

    /** As ISO 8859-1. The constants need no initializer, which could fail for good. */
    private static final String MAGIC = "\u0093NUMPY";

    /** NumPy itself refuses longer headers unless the caller trusts the file. */
    private static final int MOST_HEADER_BYTES = 10_000;

    private static final int BINARY_HEADER_BYTES = 8;
    private static final int NPY_ALIGNMENT = 64;

    /** The entries may have any order, and each key occurs once. A comma may follow the last. */
    private static final String ENTRY = "\\s*'(descr|fortran_order|shape)'\\s*:"
            + "\\s*('[^']*'|True|False|\\([\\s\\d,]*\\))\\s*(,|(?=\\}))";

    private static final String SHAPE = "\\(\\s*(\\d{1,19})\\s*,\\s*(\\d{1,19})\\s*,?\\s*\\)";

    /** {@return the bytes of the rows} */
    public long bytes() {
        return rows * columns * VectorKernel.bytes(type);
    }

    /**
     * Reads and validates a header.
     *
     * @param requested BFLOAT16 if 16-bit integers in the file stand for this type; otherwise -1
     * @throws IOException if the file cannot be read or is invalid; the message names it
     */
    public static MatrixFile read(Path file, FileChannel channel, int requested)
            throws IOException {
        String extension = extension(file);
        MatrixFile header = extension.equals("npy")
                ? readNpy(file, channel, requested)
                : readBinary(file, channel, binaryType(file, extension));
        long actual = channel.size() - header.offset;
        if (actual != header.bytes()) {
            throw invalid(
                    file,
                    "its header describes " + header.rows + " rows of " + header.columns
                            + " columns, which take " + header.bytes() + " bytes, and " + actual
                            + " bytes follow the header");
        }
        return header;
    }

    // ---- .fbin and others

    private static int binaryType(Path file, String extension) {
        return switch (extension) {
            case "fbin" -> VectorKernel.FLOAT32;
            case "f16bin" -> VectorKernel.FLOAT16;
            case "i8bin" -> VectorKernel.INT8;
            case "u8bin" -> VectorKernel.BITS;
            default ->
                throw new IllegalArgumentException("The name of the file '" + file
                        + "' does not end with .npy, .fbin, .f16bin, .i8bin or .u8bin, which tell"
                        + " its format. Rename the file, or wrap its content.");
        };
    }

    private static MatrixFile readBinary(Path file, FileChannel channel, int type)
            throws IOException {
        ByteBuffer numbers = read(file, channel, 0, BINARY_HEADER_BYTES);
        long rows = Integer.toUnsignedLong(numbers.getInt());
        long columns = Integer.toUnsignedLong(numbers.getInt());
        return header(file, type, rows, columns, BINARY_HEADER_BYTES);
    }

    // ---- .npy

    private static MatrixFile readNpy(Path file, FileChannel channel, int requested)
            throws IOException {
        ByteBuffer start = read(file, channel, 0, MAGIC.length() + 2);
        for (byte expected : MAGIC.getBytes(ISO_8859_1)) {
            if (start.get() != expected) {
                throw invalid(file, "it does not begin as a file of NumPy does");
            }
        }
        int version = start.get();
        if (version < 1 || version > 3 || start.get() != 0) {
            throw invalid(file, "the version of its format is not 1.0, 2.0 or 3.0");
        }
        int lengthBytes = version == 1 ? 2 : 4;
        ByteBuffer lengths = read(file, channel, start.capacity(), lengthBytes);
        long length = version == 1
                ? Short.toUnsignedInt(lengths.getShort())
                : Integer.toUnsignedLong(lengths.getInt());
        if (length > MOST_HEADER_BYTES) {
            throw invalid(
                    file,
                    "its header has " + length + " bytes, and the limit is " + MOST_HEADER_BYTES);
        }
        long at = start.capacity() + lengthBytes;
        String text = ISO_8859_1.decode(read(file, channel, at, (int) length)).toString();
        return parse(file, text.strip(), at + length, requested);
    }

    private static MatrixFile parse(Path file, String text, long offset, int requested)
            throws IOException {
        if (!text.startsWith("{") || !text.endsWith("}")) {
            throw invalid(file, "its header is not a dictionary");
        }
        String descr = null;
        String order = null;
        String shape = null;
        Matcher entry = Pattern.compile(ENTRY)
                .matcher(text)
                .region(1, text.length())
                .useTransparentBounds(true);
        int end = 1;
        for (int i = 0; i < 3 && entry.lookingAt(); i++) {
            switch (entry.group(1)) {
                case "descr" -> descr = entry.group(2);
                case "shape" -> shape = entry.group(2);
                default -> order = entry.group(2);
            }
            end = entry.end();
            entry.region(end, text.length());
        }
        if (descr == null
                || order == null
                || shape == null
                || !text.substring(end).strip().equals("}")) {
            throw invalid(
                    file, "its header does not consist of 'descr', 'fortran_order' and 'shape'");
        }
        if (!order.equals("False")) {
            throw invalid(
                    file,
                    "its rows are not contiguous: fortran_order is " + order
                            + ". Save numpy.ascontiguousarray of the array");
        }
        int type = type(file, descr, requested);
        Matcher two = Pattern.compile(SHAPE).matcher(shape);
        if (!two.matches()) {
            throw invalid(file, "its shape " + shape + " does not have two dimensions");
        }
        try {
            return header(
                    file, type, Long.parseLong(two.group(1)), Long.parseLong(two.group(2)), offset);
        } catch (NumberFormatException e) {
            throw invalid(file, "its shape " + shape + " exceeds 64 bits");
        }
    }

    private static int type(Path file, String descr, int requested) throws IOException {
        boolean bfloat16 = requested == VectorKernel.BFLOAT16;
        return switch (descr) {
            case "'<f4'" -> VectorKernel.FLOAT32;
            case "'<f2'" -> VectorKernel.FLOAT16;
            case "'|i1'" -> VectorKernel.INT8;
            case "'|u1'" -> VectorKernel.BITS;
            case "'<u2'", "'<V2'", "'|V2'" -> {
                if (!bfloat16) {
                    throw invalid(
                            file,
                            "its elements have the type " + descr + ", which may be BFLOAT16."
                                    + " Request this type if they are");
                }
                yield VectorKernel.BFLOAT16;
            }
            default ->
                throw invalid(
                        file,
                        "its elements have the type " + descr
                                + ". The supported types are <f4, <f2, |i1 and |u1");
        };
    }

    // ----

    private static MatrixFile header(Path file, int type, long rows, long columns, long offset)
            throws IOException {
        requireLittleEndian(file, type, ByteOrder.nativeOrder());
        int most = type == VectorKernel.BITS ? Integer.MAX_VALUE / Byte.SIZE : Integer.MAX_VALUE;
        if (columns > most) { // a matrix with more columns cannot be written, either
            throw invalid(file, "its rows have " + columns + " columns, and the limit is " + most);
        }
        long rowBytes = Math.max(Float.BYTES, columns * VectorKernel.bytes(type));
        if (rows > Long.MAX_VALUE / 16 / rowBytes) { // as in VectorMatrix
            throw invalid(file, "its " + rows + " rows exceed 64 bits");
        }
        return new MatrixFile(type, rows, (int) columns, offset);
    }

    /** The rows are used, or written, as they are in memory, and files are little-endian. */
    static void requireLittleEndian(Path file, int type, ByteOrder nativeOrder) {
        if (nativeOrder != ByteOrder.LITTLE_ENDIAN && VectorKernel.bytes(type) > 1) {
            throw new UnsupportedOperationException("The file '" + file + "' has elements of the"
                    + " type " + typeName(type) + ", which are little-endian. Files with this type"
                    + " are supported on little-endian platforms only.");
        }
    }

    private static ByteBuffer read(Path file, FileChannel channel, long from, int bytes)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (read(file, channel, from + buffer.position(), buffer) < 0) {
                throw invalid(file, "it ends within its header");
            }
        }
        return buffer.flip();
    }

    /** The message of an error of the operating system does not name the file. */
    private static int read(Path file, FileChannel channel, long from, ByteBuffer buffer)
            throws IOException {
        try {
            return channel.read(buffer, from);
        } catch (ClosedChannelException e) {
            throw e; // the thread has been interrupted
        } catch (IOException e) {
            throw new IOException(
                    "The file '" + file + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Fills a buffer with what the file has from a position on. */
    public static void readFully(Path file, FileChannel channel, long from, ByteBuffer buffer)
            throws IOException {
        while (buffer.hasRemaining()) {
            int read = read(file, channel, from, buffer);
            if (read < 0) {
                throw new EOFException("The file '" + file + "' became shorter while it was read.");
            }
            from += read;
        }
    }

    private static IOException invalid(Path file, String reason) {
        return new IOException("The file '" + file + "' is invalid: " + reason + ".");
    }

    private static String extension(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    // ---- Writing

    /**
     * {@return the header of a new file}
     *
     * @throws IllegalArgumentException if the format does not support the type or the row count
     */
    public static byte[] headerOf(Path file, int type, long rows, int columns) {
        requireLittleEndian(file, type, ByteOrder.nativeOrder());
        String extension = extension(file);
        if (extension.equals("npy")) {
            return npyHeader(type, rows, columns);
        }
        int expected = binaryType(file, extension);
        if (expected != type) {
            throw new IllegalArgumentException("The file '" + file
                    + "' cannot contain a matrix of the type " + typeName(type) + ": a ."
                    + extension + " file contains elements of the type " + typeName(expected)
                    + ". Choose another extension, such as .npy.");
        }
        if (rows > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("The file '" + file + "' cannot contain " + rows
                    + " rows: a ." + extension + " file has at most 4294967295 rows. Choose"
                    + " another extension, such as .npy.");
        }
        return ByteBuffer.allocate(BINARY_HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) rows)
                .putInt(columns)
                .array();
    }

    /** {@return the name of a type in the public API} */
    private static String typeName(int type) {
        return switch (type) {
            case VectorKernel.FLOAT32 -> "FLOAT32";
            case VectorKernel.FLOAT16 -> "FLOAT16";
            case VectorKernel.BFLOAT16 -> "BFLOAT16";
            case VectorKernel.INT8 -> "INT8";
            default -> "BITS";
        };
    }

    /** The header ends with a line feed, at a multiple of 64 bytes. */
    private static byte[] npyHeader(int type, long rows, int columns) {
        String descr = switch (type) {
            case VectorKernel.FLOAT32 -> "<f4";
            case VectorKernel.FLOAT16 -> "<f2";
            case VectorKernel.BFLOAT16 -> "<V2";
            case VectorKernel.INT8 -> "|i1";
            default -> "|u1";
        };
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + rows + ", "
                + columns + "), }";
        int fixed = MAGIC.length() + 4;
        int length = (fixed + text.length() + NPY_ALIGNMENT) / NPY_ALIGNMENT * NPY_ALIGNMENT;
        text += " ".repeat(length - fixed - text.length() - 1) + "\n";
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC.getBytes(ISO_8859_1))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length())
                .put(text.getBytes(ISO_8859_1))
                .array();
    }
}
