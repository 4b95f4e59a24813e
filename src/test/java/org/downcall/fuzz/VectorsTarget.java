package org.downcall.fuzz;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorSearch;
import org.downcall.VectorType;
import org.downcall.Vectors;
import org.downcall.internal.vectors.JavaVectors;
import org.downcall.internal.vectors.VectorKernel;

/**
 * Fuzzes the readers of files with matrices, comparisons, summaries and searches. A file that has
 * been altered is either read or refused with an IOException. A comparison returns the same bits in
 * Java and in C. A search finds what a sort of all values finds. A batch finds what its queries find
 * one by one.
 */
public final class VectorsTarget {

    private static final VectorKernel JAVA = new JavaVectors();
    private static final Path DIRECTORY = directory();
    private static final String[] EXTENSIONS = {"npy", "fbin", "f16bin", "i8bin", "u8bin"};

    private final FuzzInput in;

    private VectorsTarget(FuzzInput in) {
        this.in = in;
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        VectorsTarget target = new VectorsTarget(new FuzzInput(data));
        switch (target.in.takeBelow(6)) {
            case 0 -> target.alteredFile();
            case 1 -> target.headerOfNumPy();
            case 3 -> target.compare();
            case 4 -> target.summary();
            case 5 -> target.batch();
            default -> target.search();
        }
    }

    /** The same bytes as heap arrays, at any alignment, and as native memory. */
    private void compare() {
        VectorType type = VectorType.values()[in.takeBelow(5)];
        VectorMetric metric = type == VectorType.BITS
                ? VectorMetric.values()[3 + in.takeBelow(2)]
                : VectorMetric.values()[in.takeBelow(3)];
        int elements = in.takeBelow(4) == 0 ? (int) in.takeBytes(2) % 5_000 : in.takeByte();
        int bytes = elements * VectorKernel.bytes(type.ordinal());
        int shift = in.takeBelow(8);
        byte[] a = bytes(bytes + shift);
        byte[] b = bytes(bytes);
        MemorySegment x = MemorySegment.ofArray(a).asSlice(shift);
        MemorySegment y = MemorySegment.ofArray(b);
        double value = Vectors.compare(metric, type, x, y);
        double inJava = JAVA.compare(metric.ordinal(), type.ordinal(), x, y, elements);
        require(isSame(value, inJava), metric + " of " + type + ": " + value + ", " + inJava);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(bytes + 1L).asSlice(1).copyFrom(x);
            double inNativeMemory = Vectors.compare(metric, type, copy, y);
            require(isSame(value, inNativeMemory), metric + " of " + type + " in native memory");
        }
        if (shift == 0 && type == VectorType.INT8 && metric == VectorMetric.DOT) {
            require(Vectors.dot(a, b) == value, "the dot product of arrays");
        }
    }

    private void summary() {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(8 * in.takeByte()));
        double[] numbers = new double[bytes.capacity() / 8];
        bytes.asDoubleBuffer().get(numbers);
        Vectors.Summary summary = Vectors.summary(numbers);
        DoubleSummaryStatistics known = Arrays.stream(numbers).summaryStatistics();
        require(summary.count() == numbers.length, "the count");
        require(
                numbers.length == 0
                        || known.getMin() + 0.0 == summary.min() + 0.0
                                && known.getMax() + 0.0 == summary.max() + 0.0
                        || Double.isNaN(known.getMin()) && Double.isNaN(summary.min()),
                "from " + summary.min() + " to " + summary.max());
    }

    /** Of the input, and when it has ended, random ones. */
    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(in.takeByte()).nextBytes(bytes);
        for (int i = 0, n = Math.min(count, in.takeByte()); i < n; i++) {
            bytes[i] = (byte) in.takeByte();
        }
        return bytes;
    }

    private static boolean isSame(double a, double b) {
        return Double.compare(a, b) == 0; // all NaNs are equal
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("downcall-fuzz");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path file(String name) {
        Path file = DIRECTORY.resolve(name);
        file.toFile().deleteOnExit();
        return file;
    }

    private VectorMatrix matrix() {
        VectorType type = VectorType.values()[in.takeBelow(5)];
        int dimensions = in.takeBelow(20) * (type == VectorType.BITS ? 8 : 1);
        VectorMatrix matrix = VectorMatrix.allocate(type, in.takeBelow(40), dimensions);
        for (long row = 0; row < matrix.rows(); row++) {
            byte[] bytes = matrix.bytes(row);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) in.takeByte();
            }
            matrix.set(row, bytes);
        }
        return matrix;
    }

    private void alteredFile() throws IOException {
        try (VectorMatrix matrix = matrix()) {
            String extension = matrix.type() == VectorType.BFLOAT16 || in.takeBoolean()
                    ? "npy"
                    : switch (matrix.type()) {
                        case FLOAT32 -> "fbin";
                        case FLOAT16 -> "f16bin";
                        case INT8 -> "i8bin";
                        default -> "u8bin";
                    };
            Path file = file("matrix." + extension);
            matrix.write(file);
            try (VectorMatrix same = matrix.type() == VectorType.BFLOAT16
                    ? VectorMatrix.loadBfloat16(file)
                    : VectorMatrix.load(file)) {
                require(
                        same.type() == matrix.type()
                                && same.rows() == matrix.rows()
                                && same.dimensions() == matrix.dimensions(),
                        "the shape");
                for (long row = 0; row < matrix.rows(); row++) {
                    require(Arrays.equals(same.bytes(row), matrix.bytes(row)), "row " + row);
                }
            }
            byte[] content = Files.readAllBytes(file);
            content = Arrays.copyOf(
                    content, in.takeBelow(4) == 0 ? (int) in.takeBytes(2) % 1000 : content.length);
            for (int changes = in.takeBelow(4); changes > 0 && content.length > 0; changes--) {
                content[in.takeByte() % content.length] = (byte) in.takeByte();
            }
            read(file, content);
        }
    }

    /** A header with any text, of any length. */
    private void headerOfNumPy() throws IOException {
        int version = 1 + in.takeBelow(4);
        String[] types = {"<f4", "<f2", "|i1", "|u1", ">f4", "<V2", "<u2", "<f8", "O"};
        String descr = types[in.takeBelow(types.length)];
        String order = in.takeBelow(4) == 0 ? "True" : "False";
        String text = "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': ("
                + in.takeLong() + ", " + in.takeLong() + "), }\n";
        byte[] header = (in.takeBelow(4) == 0
                        ? new String(in.rest(), StandardCharsets.ISO_8859_1)
                        : text)
                .getBytes(StandardCharsets.ISO_8859_1);
        int length = header.length + (in.takeBelow(8) == 0 ? (int) in.takeLong() : 0);
        int lengthBytes = version == 1 ? 2 : 4;
        byte[] content = new byte[8 + lengthBytes + header.length + in.takeBelow(40)];
        System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'}, 0, content, 0, 6);
        content[6] = (byte) version;
        for (int i = 0; i < lengthBytes; i++) {
            content[8 + i] = (byte) (length >> 8 * i);
        }
        System.arraycopy(header, 0, content, 8 + lengthBytes, header.length);
        read(file("header.npy"), content);
    }

    private void read(Path altered, byte[] content) throws IOException {
        String name = altered.getFileName().toString();
        Path file = in.takeBelow(4) == 0
                ? file("other." + EXTENSIONS[in.takeBelow(EXTENSIONS.length)])
                : file("altered" + name.substring(name.indexOf('.')));
        Files.write(file, content);
        boolean bfloat16 = in.takeBoolean();
        for (boolean mapped : new boolean[] {false, true}) {
            try (VectorMatrix matrix = mapped
                    ? bfloat16 ? VectorMatrix.mapBfloat16(file) : VectorMatrix.map(file)
                    : bfloat16 ? VectorMatrix.loadBfloat16(file) : VectorMatrix.load(file)) {
                if (matrix.rows() > 0) {
                    matrix.bytes(matrix.rows() - 1); // does not leave the memory
                }
            } catch (IOException e) {
                require(e.getMessage().contains(file.toString()), "the message " + e.getMessage());
            }
        }
    }

    private void search() {
        try (VectorMatrix matrix = matrix()) {
            VectorMetric metric = matrix.type() == VectorType.BITS
                    ? VectorMetric.values()[3 + in.takeBelow(2)]
                    : VectorMetric.values()[in.takeBelow(3)];
            byte[] query = new byte
                    [(int)
                            (matrix.type() == VectorType.BITS
                                    ? matrix.dimensions() / 8
                                    : matrix.dimensions())];
            float[] numbers = new float[matrix.dimensions()];
            for (int i = 0; i < query.length; i++) {
                query[i] = (byte) in.takeByte();
                numbers[i] = query[i];
            }
            BitSet filter = BitSet.valueOf(new long[] {in.takeBytes(8)});
            int k = in.takeByte();
            VectorSearch search = VectorSearch.of(metric, k);
            search = in.takeBoolean() ? search.withFilter(filter) : search;
            search = in.takeBoolean() ? search.withExecutor(Runnable::run) : search;
            if (in.takeBelow(4) == 1) {
                long[] rows = new long[in.takeBelow(8)];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = in.takeByte() % Math.max(1, matrix.rows());
                }
                search = search.withRows(matrix.rows() == 0 ? new long[0] : rows);
            }
            boolean bytes = matrix.type() == VectorType.BITS || matrix.type() == VectorType.INT8;
            List<VectorMatch> found =
                    bytes ? search.run(matrix, query) : search.run(matrix, numbers);
            double[] values = new double[(int) matrix.rows()];
            if (bytes) {
                matrix.score(query, metric, values);
            } else {
                matrix.score(numbers, metric, values);
            }
            require(found.size() <= k && found.size() <= matrix.rows(), "the number of rows");
            boolean lower =
                    metric == VectorMetric.SQUARED_DISTANCE || metric == VectorMetric.HAMMING;
            for (int i = 0; i < found.size(); i++) {
                VectorMatch match = found.get(i);
                double value = values[(int) match.row()];
                require(value == match.value() || Double.isNaN(value), "row " + match.row());
                if (bytes) {
                    MemorySegment row = MemorySegment.ofArray(matrix.bytes(match.row()));
                    double alone = Vectors.compare(
                            metric, matrix.type(), MemorySegment.ofArray(query), row);
                    require(value == alone || Double.isNaN(alone), "row " + match.row());
                }
                if (i > 0) {
                    double better = found.get(i - 1).value();
                    require(
                            Double.isNaN(value) || (lower ? better <= value : better >= value),
                            "the order");
                }
            }
        }
    }

    /** Rows of 1 KB and more are prefetched in parts, which the queries of a batch share. */
    private void batch() {
        VectorType type = VectorType.values()[in.takeBelow(5)];
        VectorMetric metric = type == VectorType.BITS
                ? VectorMetric.values()[3 + in.takeBelow(2)]
                : VectorMetric.values()[in.takeBelow(3)];
        int bytes = in.takeBelow(2) == 0 ? 1_000 + (int) in.takeBytes(2) % 4_000 : in.takeByte();
        int elements = bytes / VectorKernel.bytes(type.ordinal());
        int dimensions = type == VectorType.BITS ? elements * Byte.SIZE : elements;
        boolean scaled = type == VectorType.INT8 && in.takeBoolean();
        try (VectorMatrix matrix = randomMatrix(type, in.takeBelow(80), dimensions);
                VectorMatrix queries = randomMatrix(type, in.takeBelow(12), dimensions);
                VectorMatrix rows = scaled ? withScales(matrix) : matrix.rows(0, matrix.rows())) {
            VectorSearch search = VectorSearch.of(metric, in.takeByte());
            search = in.takeBoolean()
                    ? search.withFilter(BitSet.valueOf(new long[] {in.takeBytes(8)}))
                    : search;
            search = in.takeBoolean() ? search.withExecutor(Runnable::run) : search;
            List<List<VectorMatch>> found = search.run(rows, queries);
            require(found.size() == queries.rows(), "the number of queries");
            for (int q = 0; q < found.size(); q++) {
                List<VectorMatch> alone = VectorKernel.isFloating(type.ordinal())
                        ? search.run(rows, queries.row(q))
                        : search.run(rows, queries.bytes(q));
                require(alone.equals(found.get(q)), "query " + q + " of " + metric + ", " + type);
            }
        }
    }

    private VectorMatrix randomMatrix(VectorType type, int rows, int dimensions) {
        VectorMatrix matrix = VectorMatrix.allocate(type, rows, dimensions);
        for (long row = 0; row < rows; row++) {
            matrix.set(row, bytes(matrix.bytes(row).length));
        }
        return matrix;
    }

    /** {@return a matrix of the same integers, with a scale for each row} */
    private static VectorMatrix withScales(VectorMatrix integers) {
        try (VectorMatrix floats =
                VectorMatrix.allocate(VectorType.FLOAT32, integers.rows(), integers.dimensions())) {
            for (long row = 0; row < integers.rows(); row++) {
                float[] elements = integers.row(row);
                for (int i = 0; i < elements.length; i++) {
                    elements[i] *= 1 + row;
                }
                floats.set(row, elements);
            }
            return floats.to(VectorType.INT8);
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
