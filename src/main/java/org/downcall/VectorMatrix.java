package org.downcall;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.downcall.internal.Kernels;
import org.downcall.internal.calls.Preparation;
import org.downcall.internal.calls.StackReserve;
import org.downcall.internal.vectors.MatrixFile;
import org.downcall.internal.vectors.ReplacedFile;
import org.downcall.internal.vectors.SearchRequest;
import org.downcall.internal.vectors.VectorKernel;

/**
 * A matrix in native memory whose rows are vectors with the same number of dimensions. It finds
 * exactly the rows that are most similar to a query.
 *
 * <pre>{@code
 * try (VectorMatrix matrix = VectorMatrix.map(Path.of("embeddings.npy"))) {
 *     List<VectorMatch> best = matrix.search(query, VectorMetric.COSINE, 10);
 * }
 * }</pre>
 *
 * <p>The values that a search returns are the same, bit for bit, as those of {@link Vectors}, on
 * every CPU.
 *
 * <p><b>Memory.</b> A matrix that was created by {@link #allocate}, {@link #of}, {@link #to},
 * {@link #load} or {@link #map} owns its memory, which {@link #close} frees. Views, and matrices
 * that {@link #wrap} returns, share memory that they do not own; closing them has no effect. Once
 * the memory has been freed, all methods that access the rows throw {@link IllegalStateException}.
 * So does {@code close} while C reads the rows. If {@code close} succeeds during a search, between
 * two calls of C, the search throws it.
 *
 * <p><b>Scales.</b> A matrix that {@link #to} has converted to {@link VectorType#INT8} has a scale
 * for each row. The row stands for the scale times its integers, and the values of metrics include
 * the scales.
 *
 * <p><b>Threads.</b> Any thread may use a matrix, unless {@link #wrap} has returned it for memory
 * that is confined to one thread. Several threads may read a matrix at the same time. While a
 * thread changes a row, no other thread may access that row.
 *
 * <p><b>Errors.</b> Every method throws {@link NullPointerException}, which names the argument, if
 * an argument is null. Comparisons, searches, and methods that create a matrix of 4 MiB or more
 * also throw the errors that {@link Fibonacci} describes if a setting is invalid or the native
 * library is required but unavailable. A comparison or a search throws {@link OutOfMemoryError} if
 * the heap or the native memory is too small. On a big-endian platform, the methods for files throw
 * {@link UnsupportedOperationException} for {@code FLOAT32}, {@code FLOAT16} and {@code BFLOAT16}.
 */
public final class VectorMatrix implements AutoCloseable {

    private static final int COPIED_BYTES = 1 << 20;

    /** Smaller memory contains few huge pages. */
    private static final long LARGE = 4 << 20;

    private final VectorType type;
    private final long rows;
    private final int dimensions;
    private final long stride;
    private final MemorySegment data;
    /** A float for each row; or null. */
    private final MemorySegment scales;
    /** Null if this matrix does not own the memory. */
    private final Arena owned;

    private VectorMatrix(
            VectorType type,
            long rows,
            int dimensions,
            long stride,
            MemorySegment data,
            MemorySegment scales,
            Arena owned) {
        this.type = type;
        this.rows = rows;
        this.dimensions = dimensions;
        this.stride = stride;
        this.data = data;
        this.scales = scales;
        this.owned = owned;
    }

    /**
     * Allocates a small matrix, or maps the file, once before the first real matrix; see {@link
     * Preparation}. Otherwise, a full heap or a short stack could make classes of the JDK unusable
     * on which all native memory depends.
     */
    private static final class FirstUse implements Runnable {

        /** Not volatile: a thread that does not see the change prepares again. */
        private static boolean prepared;

        private static boolean preparedForFiles;

        private final Path file;
        private boolean succeeded;

        private FirstUse(Path file) {
            this.file = file;
        }

        /**
         * Prepares, and requires the stack that a matrix needs until its memory can be freed.
         *
         * @param file the file to map; null if the matrix has none
         */
        static void require(Path file) {
            if (!(file == null ? prepared : preparedForFiles)) {
                FirstUse first = new FirstUse(file);
                Preparation.run(first);
                prepared |= first.succeeded;
                preparedForFiles |= first.succeeded && file != null;
            }
            StackReserve.require();
        }

        @Override
        public void run() {
            try {
                use(VectorType.FLOAT32, false);
                use(VectorType.FLOAT16, false);
                use(VectorType.INT8, true);
                if (file != null) {
                    mapped(file, -1).close();
                }
                succeeded = true;
            } catch (IOException | RuntimeException e) {
                // The caller will get the same exception.
            }
        }

        private void use(VectorType type, boolean scaled) throws IOException {
            try (VectorMatrix matrix = allocated(type, 1, Long.BYTES, scaled)) {
                matrix.set(0, matrix.row(0));
                if (file != null) {
                    try (FileChannel channel = FileChannel.open(file)) {
                        MatrixFile.readFully(file, channel, 0, matrix.segment(0).asByteBuffer());
                    }
                }
            }
        }
    }

    // ---- Creation

    /**
     * Allocates a matrix of zeros.
     *
     * @param type the type of its elements
     * @param rows how many rows it has, 0 or more
     * @param dimensions how many elements a row has, 0 or more; a multiple of 8 for BITS
     * @return the matrix, which the caller closes
     * @throws IllegalArgumentException if a number is negative, if the number of dimensions is not
     *     a multiple of 8 for BITS, or if the size of the matrix exceeds 64 bits
     * @throws OutOfMemoryError if there is not enough memory
     */
    public static VectorMatrix allocate(VectorType type, long rows, int dimensions) {
        return allocate(type, rows, dimensions, false);
    }

    private static VectorMatrix allocate(
            VectorType type, long rows, int dimensions, boolean scaled) {
        Objects.requireNonNull(type, "type");
        type.requireValid(dimensions);
        requireRows(rows, type.bytes(dimensions));
        FirstUse.require(null);
        return allocated(type, rows, dimensions, scaled);
    }

    private static VectorMatrix allocated(
            VectorType type, long rows, int dimensions, boolean scaled) {
        long stride = type.bytes(dimensions);
        Arena arena = Arena.ofShared();
        try {
            MemorySegment data = memory(rows * stride, arena);
            MemorySegment scales = scaled ? arena.allocate(rows * Float.BYTES, 64) : null;
            return new VectorMatrix(type, rows, dimensions, stride, data, scales, arena);
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    /** Only a large matrix requires the kernel, which may have to be loaded first. */
    private static MemorySegment memory(long bytes, Arena arena) {
        return bytes < LARGE
                ? arena.allocate(bytes, VectorKernel.ALIGNMENT)
                : Kernels.chosen().vectors().allocate(bytes, arena);
    }

    private static void requireRows(long rows, long stride) {
        if (rows < 0 || rows > Long.MAX_VALUE / 16 / Math.max(stride, Float.BYTES)) {
            throw new IllegalArgumentException("The number of rows is " + rows
                    + ". It must not be negative, and the size of the matrix, whose rows begin "
                    + stride + " bytes apart, must fit in 64 bits.");
        }
    }

    /**
     * Copies vectors to a new matrix of the type FLOAT32.
     *
     * @param vectors the rows, which have the same length
     * @return the matrix, which the caller closes
     * @throws IllegalArgumentException if the rows differ in length
     * @throws OutOfMemoryError if there is not enough memory
     */
    public static VectorMatrix of(float[]... vectors) {
        vectors = Objects.requireNonNull(vectors, "vectors").clone(); // the array may change
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i] == null) {
                throw new NullPointerException("Row " + i + " of the argument vectors is null.");
            }
        }
        int dimensions = vectors.length == 0 ? 0 : vectors[0].length;
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i].length != dimensions) {
                throw new IllegalArgumentException("Row " + i + " has " + vectors[i].length
                        + " elements, and row 0 has " + dimensions
                        + ". All rows must have the same length.");
            }
        }
        VectorMatrix matrix = allocate(VectorType.FLOAT32, vectors.length, dimensions);
        try {
            for (int i = 0; i < vectors.length; i++) {
                matrix.set(i, vectors[i]);
            }
            return matrix;
        } catch (Throwable e) {
            matrix.close();
            throw e;
        }
    }

    /**
     * Returns a matrix whose rows are in memory that the caller manages, such as a column of Arrow.
     * Nothing is copied.
     *
     * @param segment native memory, or a memory-mapped file, at any alignment. Row i begins at byte
     *     i * {@code strideBytes}
     * @param type the type of the elements
     * @param rows how many rows there are, 0 or more
     * @param dimensions how many elements a row has, 0 or more; a multiple of 8 for BITS
     * @param strideBytes the bytes from the beginning of a row to that of the next one, at least as
     *     many as a row has
     * @return the matrix. It can be used while the segment is alive, by the threads that may access
     *     the segment; any other thread gets a {@link WrongThreadException}
     * @throws IllegalArgumentException if the segment is on the heap or too small, or a number is
     *     invalid
     */
    public static VectorMatrix wrap(
            MemorySegment segment, VectorType type, long rows, int dimensions, long strideBytes) {
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(type, "type");
        type.requireValid(dimensions);
        long rowBytes = type.bytes(dimensions);
        if (strideBytes < rowBytes) {
            throw new IllegalArgumentException("The stride is " + strideBytes
                    + " bytes, and a row has " + rowBytes + ". The stride must not be shorter.");
        }
        if (!segment.isNative()) {
            throw new IllegalArgumentException("The segment is on the heap, where it may be moved."
                    + " Pass native memory, or copy the rows with VectorMatrix.of.");
        }
        requireRows(rows, strideBytes);
        long bytes = rows == 0 ? 0 : (rows - 1) * strideBytes + rowBytes;
        if (bytes > segment.byteSize()) {
            throw new IllegalArgumentException("The segment has " + segment.byteSize()
                    + " bytes, and " + rows + " rows take " + bytes + ".");
        }
        return new VectorMatrix(
                type, rows, dimensions, strideBytes, segment.asSlice(0, bytes), null, null);
    }

    // ---- Files

    /**
     * Maps a file into memory. The matrix is read-only, and may be larger than memory. The
     * extension of the file determines its format:
     *
     * <table>
     * <caption>Files</caption>
     * <tr><th>extension</th><th>content</th><th>types</th></tr>
     * <tr><td>{@code .npy}</td><td>an array of NumPy with two dimensions in C order</td>
     *     <td>{@code <f4}: FLOAT32, {@code <f2}: FLOAT16, {@code |i1}: INT8, {@code |u1}: BITS,
     *     eight in each element</td></tr>
     * <tr><td>{@code .fbin}, {@code .f16bin}, {@code .i8bin}, {@code .u8bin}</td>
     *     <td>the numbers of rows and columns as 32-bit integers, then the rows</td>
     *     <td>FLOAT32, FLOAT16, INT8, BITS</td></tr>
     * </table>
     *
     * <p>The file must not become shorter while it is mapped. Otherwise, the operating system may
     * end the JVM, or the JVM throws an {@link InternalError}. {@link #load} has no such risk.
     *
     * @param file the file
     * @return the matrix, which the caller closes
     * @throws IOException if the file cannot be read, or if its header is invalid or does not agree
     *     with its size
     * @throws IllegalArgumentException if the extension is unknown
     */
    public static VectorMatrix map(Path file) throws IOException {
        return map(file, -1);
    }

    /**
     * Maps a file of bfloat16 numbers, whose type in NumPy is {@code <u2}, {@code <V2} or {@code
     * |V2}. Otherwise, this method does the same as {@link #map(Path)}.
     *
     * @param file the file
     * @return the matrix, which the caller closes
     * @throws IOException as {@link #map(Path)}, or if the file contains numbers of another type
     * @throws IllegalArgumentException if the extension is unknown
     */
    public static VectorMatrix mapBfloat16(Path file) throws IOException {
        return requireBfloat16(file, map(file, VectorKernel.BFLOAT16));
    }

    private static VectorMatrix map(Path file, int requested) throws IOException {
        Objects.requireNonNull(file, "file");
        FirstUse.require(file);
        return mapped(file, requested);
    }

    private static VectorMatrix mapped(Path file, int requested) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MatrixFile header = MatrixFile.read(file, channel, requested);
            Arena arena = Arena.ofShared();
            try {
                MemorySegment data = header.bytes() == 0
                        ? arena.allocate(0)
                        : channel.map(
                                FileChannel.MapMode.READ_ONLY,
                                header.offset(),
                                header.bytes(),
                                arena);
                return ofFile(header, data, arena);
            } catch (Throwable e) {
                arena.close();
                throw e;
            }
        }
    }

    /**
     * Copies a file into memory. The matrix is writable. Otherwise, this method does the same as
     * {@link #map(Path)}.
     *
     * @param file the file
     * @return the matrix, which the caller closes
     * @throws IOException as {@link #map(Path)}, or if the file becomes shorter while it is read
     * @throws IllegalArgumentException if the extension is unknown
     * @throws OutOfMemoryError if there is not enough memory
     */
    public static VectorMatrix load(Path file) throws IOException {
        return load(file, -1);
    }

    /**
     * Copies a file of bfloat16 numbers into memory; see {@link #mapBfloat16}.
     *
     * @param file the file
     * @return the matrix, which the caller closes
     * @throws IOException as {@link #load(Path)}, or if the file contains numbers of another type
     * @throws IllegalArgumentException if the extension is unknown
     * @throws OutOfMemoryError if there is not enough memory
     */
    public static VectorMatrix loadBfloat16(Path file) throws IOException {
        return requireBfloat16(file, load(file, VectorKernel.BFLOAT16));
    }

    private static VectorMatrix load(Path file, int requested) throws IOException {
        Objects.requireNonNull(file, "file");
        FirstUse.require(file);
        try (FileChannel channel = FileChannel.open(file)) {
            MatrixFile header = MatrixFile.read(file, channel, requested);
            Arena arena = Arena.ofShared();
            try {
                MemorySegment data = memory(header.bytes(), arena);
                for (long at = 0; at < data.byteSize(); at += COPIED_BYTES) {
                    ByteBuffer part = data.asSlice(at, Math.min(COPIED_BYTES, data.byteSize() - at))
                            .asByteBuffer();
                    MatrixFile.readFully(file, channel, header.offset() + at, part);
                }
                return ofFile(header, data, arena);
            } catch (Throwable e) {
                arena.close();
                throw e;
            }
        }
    }

    private static VectorMatrix ofFile(MatrixFile header, MemorySegment data, Arena arena) {
        VectorType type = VectorType.values()[header.type()];
        int dimensions = header.columns() * (type == VectorType.BITS ? Byte.SIZE : 1);
        return new VectorMatrix(
                type, header.rows(), dimensions, type.bytes(dimensions), data, null, arena);
    }

    private static VectorMatrix requireBfloat16(Path file, VectorMatrix matrix) throws IOException {
        if (matrix.type != VectorType.BFLOAT16) {
            matrix.close();
            throw new IOException("The file '" + file + "' has elements of the type " + matrix.type
                    + ", not BFLOAT16. Open it without requesting this type.");
        }
        return matrix;
    }

    /**
     * Writes the rows to a file, in the format that its extension determines; see {@link
     * #map(Path)}. An existing file is replaced once all rows have been written to a new one beside
     * it. Until then, and if that fails, it remains as it was. A matrix may replace the file that it
     * maps, except on Windows.
     *
     * @param file the file
     * @throws IOException if the file cannot be written or replaced
     * @throws IllegalArgumentException if the extension is unknown, or if the format does not
     *     support the type or the number of rows
     * @throws IllegalStateException if the matrix has scales, which the formats cannot contain; or
     *     if it has been closed
     */
    public void write(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        requireOpen();
        if (scales != null) {
            throw new IllegalStateException("The rows of this matrix have scales, which the formats"
                    + " of files cannot contain. Write the matrix from which it was converted.");
        }
        byte[] header = MatrixFile.headerOf(file, type.code(), rows, (int) type.length(dimensions));
        ReplacedFile.write(file, new Rows(this, header));
    }

    /** This is a class, because the first lambda initializes much of java.lang.invoke. */
    private record Rows(VectorMatrix matrix, byte[] header) implements ReplacedFile.Content {
        @Override
        public void writeTo(FileChannel channel) throws IOException {
            writeFully(channel, ByteBuffer.wrap(header));
            matrix.writeRows(channel);
        }
    }

    private void writeRows(FileChannel channel) throws IOException {
        long rowBytes = type.bytes(dimensions);
        byte[] bytes = new byte[(int) Math.min(COPIED_BYTES, rows * rowBytes)];
        MemorySegment copy = MemorySegment.ofArray(bytes);
        int filled = 0;
        for (long row = 0; row < rows && rowBytes > 0; row++) {
            for (long done = 0; done < rowBytes; ) {
                long length = Math.min(rowBytes - done, bytes.length - filled);
                MemorySegment.copy(data, row * stride + done, copy, filled, length);
                done += length;
                filled += (int) length;
                if (filled == bytes.length) {
                    writeFully(channel, ByteBuffer.wrap(bytes));
                    filled = 0;
                }
            }
        }
        writeFully(channel, ByteBuffer.wrap(bytes, 0, filled));
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    // ---- Rows

    /** {@return the type of the elements} */
    public VectorType type() {
        return type;
    }

    /** {@return the number of rows} */
    public long rows() {
        return rows;
    }

    /** {@return the number of elements of a row} */
    public int dimensions() {
        return dimensions;
    }

    /**
     * Returns a view of the rows from {@code from} to below {@code to}. Row 0 of the view is row
     * {@code from} of this matrix.
     *
     * @param from the first row
     * @param to the row after the last one
     * @return the view
     * @throws IndexOutOfBoundsException unless 0 &lt;= from &lt;= to &lt;= rows()
     */
    public VectorMatrix rows(long from, long to) {
        Objects.checkFromToIndex(from, to, rows);
        long bytes = from == to ? 0 : (to - from - 1) * stride + type.bytes(dimensions);
        return new VectorMatrix(
                type,
                to - from,
                dimensions,
                stride,
                data.asSlice(from == to ? 0 : from * stride, bytes),
                scales == null
                        ? null
                        : scales.asSlice(from * Float.BYTES, (to - from) * Float.BYTES),
                null);
    }

    /**
     * Returns a view of the first elements of all rows. Embeddings that were trained for this use
     * (Matryoshka embeddings) can be searched by such a prefix in less time.
     *
     * @param newDimensions how many elements the rows of the view have
     * @return the view
     * @throws IllegalArgumentException if this matrix has fewer dimensions, or the number is
     *     negative or, for BITS, not a multiple of 8
     */
    public VectorMatrix prefix(int newDimensions) {
        type.requireValid(newDimensions);
        if (newDimensions > dimensions) {
            throw new IllegalArgumentException("The prefix has " + newDimensions
                    + " dimensions, and the matrix has " + dimensions + ".");
        }
        long bytes = rows == 0 ? 0 : (rows - 1) * stride + type.bytes(newDimensions);
        return new VectorMatrix(
                type, rows, newDimensions, stride, data.asSlice(0, bytes), scales, null);
    }

    MemorySegment segment(long row) {
        requireOpen();
        Objects.checkIndex(row, rows);
        return data.asSlice(row * stride, type.bytes(dimensions));
    }

    boolean hasScales() {
        return scales != null;
    }

    float scale(long row) {
        return scales == null ? 1 : scales.get(ValueLayout.JAVA_FLOAT, row * Float.BYTES);
    }

    /**
     * Returns a copy of a row as numbers.
     *
     * @param row the row
     * @return its elements, multiplied by the scale of the row if it has one
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws IllegalStateException if the matrix has the type BITS, or has been closed
     */
    public float[] row(long row) {
        if (type == VectorType.BITS) {
            throw new IllegalStateException(
                    "The matrix has the type BITS. Use bytes(row) to copy a row.");
        }
        MemorySegment from = segment(row);
        float scale = scale(row);
        float[] elements = new float[dimensions];
        if (type == VectorType.FLOAT32) {
            MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, elements, 0, dimensions);
            return elements;
        }
        for (int i = 0; i < dimensions; i++) {
            elements[i] = VectorElements.get(type, from, i) * scale;
        }
        return elements;
    }

    /**
     * Returns a copy of the bytes of a row, without its scale.
     *
     * @param row the row
     * @return its bytes
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws IllegalStateException if the matrix has been closed
     */
    public byte[] bytes(long row) {
        return segment(row).toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * Replaces a row by numbers, which are rounded to the type of the matrix.
     *
     * @param row the row
     * @param elements as many as the matrix has dimensions
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws IllegalArgumentException if the number of elements differs, or, for a matrix with
     *     scales, if an element is not finite
     * @throws IllegalStateException if the matrix has the type BITS, or the type INT8 without
     *     scales; or has been closed
     * @throws UnsupportedOperationException if the matrix is read-only
     */
    public void set(long row, float[] elements) {
        Objects.requireNonNull(elements, "elements");
        MemorySegment to = segment(row);
        requireElements(dimensions, elements.length, "elements");
        requireWritable();
        if (scales != null) {
            byte[] quantized = new byte[dimensions];
            float scale = VectorElements.quantize(elements, quantized);
            to.copyFrom(MemorySegment.ofArray(quantized));
            scales.set(ValueLayout.JAVA_FLOAT, row * Float.BYTES, scale);
            return;
        }
        if (!type.isFloating()) {
            throw new IllegalStateException(
                    "The matrix has the type " + type + ". Use set(row, bytes) to replace a row.");
        }
        if (type == VectorType.FLOAT32) {
            MemorySegment.copy(elements, 0, to, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, dimensions);
            return;
        }
        for (int i = 0; i < dimensions; i++) {
            VectorElements.set(type, to, i, elements[i]);
        }
    }

    /**
     * Replaces the bytes of a row. Its scale remains.
     *
     * @param row the row
     * @param bytes as many as a row has
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws IllegalArgumentException if the number of bytes differs
     * @throws IllegalStateException if the matrix has been closed
     * @throws UnsupportedOperationException if the matrix is read-only
     */
    public void set(long row, byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        MemorySegment to = segment(row);
        requireElements(to.byteSize(), bytes.length, "bytes");
        requireWritable();
        to.copyFrom(MemorySegment.ofArray(bytes));
    }

    private static void requireElements(long expected, long actual, String unit) {
        if (expected != actual) {
            throw new IllegalArgumentException("The row to set has " + actual + " " + unit
                    + ", and a row of the matrix has " + expected + ".");
        }
    }

    /** Access to no bytes would not fail. */
    private void requireOpen() {
        if (!data.scope().isAlive()) {
            throw new IllegalStateException(
                    "The matrix has been closed, or the memory that it shares has been freed.");
        }
    }

    private void requireWritable() {
        if (data.isReadOnly()) {
            throw new UnsupportedOperationException(
                    "The memory of the matrix is read-only, as that of a mapped file is. Copy the"
                            + " matrix with VectorMatrix.load or with its method to.");
        }
    }

    // ---- Conversion

    /**
     * Divides each row by its Euclidean norm, in place. The dot product of two such rows is their
     * cosine. A row that is zero, or whose norm is not finite, remains as it is.
     *
     * @return this matrix
     * @throws IllegalStateException if the matrix does not have a floating-point type, or has been
     *     closed
     * @throws UnsupportedOperationException if the matrix is read-only
     */
    public VectorMatrix normalize() {
        if (!type.isFloating()) {
            throw new IllegalStateException("The matrix has the type " + type
                    + ". Only floating-point numbers can be normalized.");
        }
        requireOpen();
        requireWritable();
        for (long row = 0; row < rows && dimensions > 0; row++) {
            float[] elements = row(row);
            double sum = 0;
            for (float element : elements) {
                sum += (double) element * element;
            }
            double norm = Math.sqrt(sum);
            if (norm > 0 && norm < Double.POSITIVE_INFINITY) {
                for (int i = 0; i < dimensions; i++) {
                    elements[i] = (float) (elements[i] / norm);
                }
                set(row, elements);
            }
        }
        return this;
    }

    /**
     * Converts the numbers to another type, in a new matrix. For INT8, each row gets a scale, which
     * maps its largest absolute value to 127.
     *
     * @param newType the type of the new matrix; BITS only if this matrix has that type
     * @return the new matrix, which the caller closes
     * @throws IllegalArgumentException if one of the types is BITS and the other is not, or if the
     *     new type is INT8 and an element is not finite
     * @throws OutOfMemoryError if there is not enough memory
     * @throws IllegalStateException if this matrix has been closed
     */
    public VectorMatrix to(VectorType newType) {
        Objects.requireNonNull(newType, "newType");
        if ((newType == VectorType.BITS) != (type == VectorType.BITS)) {
            throw new IllegalArgumentException("A matrix of the type " + type
                    + " cannot be converted to " + newType + ". Convert between types of numbers.");
        }
        boolean same = newType == type;
        boolean scaled = same ? scales != null : newType == VectorType.INT8;
        requireOpen();
        VectorMatrix copy = allocate(newType, rows, dimensions, scaled);
        try {
            for (long row = 0; row < rows && dimensions > 0; row++) {
                if (!same) {
                    copy.set(row, row(row));
                    continue;
                }
                copy.segment(row).copyFrom(segment(row));
                if (scaled) {
                    copy.scales.set(ValueLayout.JAVA_FLOAT, row * Float.BYTES, scale(row));
                }
            }
            return copy;
        } catch (Throwable e) {
            copy.close();
            throw e;
        }
    }

    // ---- Comparison

    /**
     * Compares a query with each row.
     *
     * @param query as for {@link VectorSearch#run(VectorMatrix, float[])}
     * @param metric how to compare them
     * @param out receives the value of row i at index i; as long as there are rows. Use {@link
     *     #rows(long, long)} to compare a range of rows
     * @throws IllegalArgumentException as {@link VectorSearch#run(VectorMatrix, float[])}, or if
     *     {@code out} has another length
     * @throws IllegalStateException if the matrix has been closed
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public void score(float[] query, VectorMetric metric, double[] out) {
        score(VectorQueries.of(this, query), metric, null, out);
    }

    /**
     * Compares a query of bits, or of integers, with each row.
     *
     * @param query as for {@link VectorSearch#run(VectorMatrix, byte[])}
     * @param metric how to compare them
     * @param out as for {@link #score(float[], VectorMetric, double[])}
     * @throws IllegalArgumentException as {@link VectorSearch#run(VectorMatrix, byte[])}, or if
     *     {@code out} has another length
     * @throws IllegalStateException if the matrix has been closed
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public void score(byte[] query, VectorMetric metric, double[] out) {
        score(VectorQueries.of(this, query), metric, null, out);
    }

    /**
     * Compares a query with some rows.
     *
     * @param query as for {@link VectorSearch#run(VectorMatrix, float[])}
     * @param metric how to compare them
     * @param rowNumbers the rows, in any order
     * @param out receives the value of row {@code rowNumbers[i]} at index i; as long as {@code
     *     rowNumbers}
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws IllegalArgumentException as {@link #score(float[], VectorMetric, double[])}
     * @throws IllegalStateException if the matrix has been closed
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public void score(float[] query, VectorMetric metric, long[] rowNumbers, double[] out) {
        long[] ids = copyOfValid(rowNumbers);
        score(VectorQueries.of(this, query), metric, ids, out);
    }

    /**
     * Compares a query of bits, or of integers, with some rows.
     *
     * @param query as for {@link VectorSearch#run(VectorMatrix, byte[])}
     * @param metric how to compare them
     * @param rowNumbers the rows, in any order
     * @param out receives the value of row {@code rowNumbers[i]} at index i; as long as {@code
     *     rowNumbers}
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws IllegalArgumentException as {@link #score(byte[], VectorMetric, double[])}
     * @throws IllegalStateException if the matrix has been closed
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public void score(byte[] query, VectorMetric metric, long[] rowNumbers, double[] out) {
        long[] ids = copyOfValid(rowNumbers);
        score(VectorQueries.of(this, query), metric, ids, out);
    }

    /** Copies the numbers before they are checked, because C does not check them again. */
    private long[] copyOfValid(long[] rowNumbers) {
        Objects.requireNonNull(rowNumbers, "rowNumbers");
        long[] ids = rowNumbers.clone();
        for (long row : ids) {
            Objects.checkIndex(row, rows);
        }
        return ids;
    }

    private void score(VectorQueries query, VectorMetric metric, long[] ids, double[] out) {
        Objects.requireNonNull(metric, "metric");
        metric.requireTakes(type);
        Objects.requireNonNull(out, "out");
        long positions = ids == null ? rows : ids.length;
        if (out.length != positions) {
            throw new IllegalArgumentException("The array for the values has the length "
                    + out.length + ", and there are " + positions + " rows.");
        }
        SearchRequest request = request(metric, query, positions, ids, null, 0);
        Kernels.chosen().vectors().values(request, 0, positions, out);
    }

    /**
     * Finds the k best rows, on the calling thread. {@link VectorSearch} has more options.
     *
     * @param query as for {@link VectorSearch#run(VectorMatrix, float[])}
     * @param metric how to compare the query with a row
     * @param k how many rows to find, 0 or greater
     * @return the best rows, best first
     * @throws IllegalArgumentException as {@link VectorSearch#run(VectorMatrix, float[])}, or if k
     *     is negative
     * @throws IllegalStateException if the matrix has been closed
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public List<VectorMatch> search(float[] query, VectorMetric metric, int k) {
        return VectorSearch.of(metric, k).run(this, query);
    }

    /**
     * Finds the k best rows for a query of bits, or of integers, on the calling thread.
     *
     * @param query as for {@link VectorSearch#run(VectorMatrix, byte[])}
     * @param metric how to compare the query with a row
     * @param k how many rows to find, 0 or greater
     * @return the best rows, best first
     * @throws IllegalArgumentException as {@link VectorSearch#run(VectorMatrix, byte[])}, or if k
     *     is negative
     * @throws IllegalStateException if the matrix has been closed
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public List<VectorMatch> search(byte[] query, VectorMetric metric, int k) {
        return VectorSearch.of(metric, k).run(this, query);
    }

    /**
     * Finds the k best rows for each of several queries, on the calling thread.
     *
     * @param queries as for {@link VectorSearch#run(VectorMatrix, VectorMatrix)}
     * @param metric how to compare a query with a row
     * @param k how many rows to find for each query, 0 or greater
     * @return the best rows, best first, for each query
     * @throws IllegalArgumentException as {@link VectorSearch#run(VectorMatrix, VectorMatrix)}, or
     *     if k is negative
     * @throws IllegalStateException if a matrix has been closed
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public List<List<VectorMatch>> search(VectorMatrix queries, VectorMetric metric, int k) {
        return VectorSearch.of(metric, k).run(this, queries);
    }

    SearchRequest request(
            VectorMetric metric,
            VectorQueries queries,
            long positions,
            long[] ids,
            long[] filter,
            int k) {
        requireOpen();
        return new SearchRequest(
                metric.code(),
                type.code(),
                type.length(dimensions),
                data,
                stride,
                scales,
                positions,
                ids,
                filter,
                queries.data(),
                queries.stride(),
                queries.count(),
                queries.scales(),
                k);
    }

    /**
     * Frees the memory if this matrix owns it. Any further call has no effect.
     *
     * @throws IllegalStateException if another thread is using the memory; it is then not freed
     */
    @Override
    public void close() {
        if (owned == null) {
            return;
        }
        // If its cleanup fails, an arena is closed, but its memory is never freed.
        StackReserve.require();
        synchronized (owned) { // another thread may close the matrix at the same time
            if (owned.scope().isAlive()) {
                owned.close();
            }
        }
    }
}
