package org.downcall;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with matrices are read and written, and refused if they lie. */
class VectorFilesTest {

    @TempDir
    Path directory;

    private Path file(String name, byte[]... parts) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(1 << 20);
        for (byte[] part : parts) {
            all.put(part);
        }
        byte[] content = new byte[all.position()];
        all.get(0, content);
        return Files.write(directory.resolve(name), content);
    }

    private static byte[] npy(int version, String header) {
        ByteBuffer bytes = ByteBuffer.allocate(header.length() + (version == 1 ? 10 : 12))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) header.length());
        } else {
            bytes.putInt(header.length());
        }
        return bytes.put(header.getBytes(ISO_8859_1)).array();
    }

    private static byte[] floats(float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : numbers) {
            bytes.putFloat(number);
        }
        return bytes.array();
    }

    /** Reads the file in both ways. */
    private static void assertRefused(String message, Path file) {
        for (Executable read :
                new Executable[] {() -> VectorMatrix.map(file), () -> VectorMatrix.load(file)}) {
            IOException e = assertThrows(IOException.class, read);
            assertTrue(e.getMessage().startsWith("The file '" + file + "' "), e.getMessage());
            assertTrue(e.getMessage().contains(message), e.getMessage());
        }
    }

    // ---- Files that are read

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        1 | {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
        2 | {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
        3 | {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
        1 | {'shape':(2,3),'fortran_order':False,'descr':'<f4'}
        1 | {  'fortran_order' : False , 'descr' : '<f4' , 'shape' : ( 2 , 3 , )  }
        """)
    void arraysOfNumPy(int version, String header) throws IOException {
        Path file = file("a.npy", npy(version, header + " \n"), floats(1, 2, 3, 4, 5, 6));
        try (VectorMatrix mapped = VectorMatrix.map(file);
                VectorMatrix loaded = VectorMatrix.load(file)) {
            for (VectorMatrix matrix : new VectorMatrix[] {mapped, loaded}) {
                assertEquals(VectorType.FLOAT32, matrix.type());
                assertEquals(2, matrix.rows());
                assertArrayEquals(new float[] {4, 5, 6}, matrix.row(1));
                assertEquals(
                        new VectorMatch(1, 15),
                        matrix.search(new float[] {1, 1, 1}, VectorMetric.DOT, 1)
                                .getFirst());
            }
            loaded.set(0, new float[3]);
            assertThrows(UnsupportedOperationException.class, () -> mapped.set(0, new float[3]));
            assertThrows(UnsupportedOperationException.class, mapped::normalize);
        }
    }

    @ParameterizedTest
    @EnumSource(VectorType.class)
    void whatIsWrittenIsRead(VectorType type) throws IOException {
        Random random = new Random(4);
        for (int rows : new int[] {0, 1, 700}) {
            for (int dimensions : new int[] {0, 8, 1000}) {
                String own = switch (type) {
                    case FLOAT32 -> "fbin";
                    case FLOAT16 -> "f16bin";
                    case INT8 -> "i8bin";
                    case BITS -> "u8bin";
                    case BFLOAT16 -> "npy";
                };
                for (String extension : new String[] {"npy", own}) {
                    Path file = directory.resolve("b." + extension);
                    try (VectorMatrix matrix = VectorMatrix.allocate(type, rows, dimensions)) {
                        byte[][] expected = new byte[rows][(int) type.bytes(dimensions)];
                        for (int row = 0; row < rows; row++) {
                            random.nextBytes(expected[row]);
                            matrix.set(row, expected[row]);
                        }
                        matrix.write(file);
                        for (boolean mapped : new boolean[] {false, true}) {
                            try (VectorMatrix read = read(file, type, mapped)) {
                                assertEquals(type, read.type());
                                assertEquals(rows, read.rows());
                                assertEquals(dimensions, read.dimensions());
                                for (int row = 0; row < rows; row++) {
                                    assertArrayEquals(expected[row], read.bytes(row));
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static VectorMatrix read(Path file, VectorType type, boolean mapped)
            throws IOException {
        if (type == VectorType.BFLOAT16) {
            return mapped ? VectorMatrix.mapBfloat16(file) : VectorMatrix.loadBfloat16(file);
        }
        return mapped ? VectorMatrix.map(file) : VectorMatrix.load(file);
    }

    @Test
    void aViewIsWrittenWithoutTheRest() throws IOException {
        Path file = directory.resolve("view.fbin");
        try (VectorMatrix matrix =
                VectorMatrix.of(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6})) {
            matrix.rows(1, 3).prefix(1).write(file);
        }
        assertArrayEquals(
                new byte[] {2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x40, 0x40, 0, 0, (byte) 0xA0, 0x40},
                Files.readAllBytes(file));
    }

    /** The first row begins at a multiple of 64 bytes, as in a file that NumPy wrote. */
    @Test
    void theHeaderIsThatOfNumPy() throws IOException {
        Path file = directory.resolve("c.npy");
        try (VectorMatrix matrix = VectorMatrix.of(new float[] {1, 2})) {
            matrix.write(file);
        }
        byte[] content = Files.readAllBytes(file);
        assertEquals(128 + 8, content.length);
        assertEquals(
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }",
                new String(content, 10, 118, ISO_8859_1).strip());
        assertEquals('\n', content[127]);
    }

    // ---- Files that lie

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        fortran_order is True              | {'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }
        have the type '>f4'                | {'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }
        have the type '<f8'                | {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }
        have the type 'O'                  | {'descr': 'O', 'fortran_order': False, 'shape': (2, 3), }
        Request this type if they are      | {'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), }
        does not have two dimensions       | {'descr': '<f4', 'fortran_order': False, 'shape': (6,), }
        does not have two dimensions       | {'descr': '<f4', 'fortran_order': False, 'shape': (), }
        does not have two dimensions       | {'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }
        2 rows of 4 columns, which take 32 bytes, and 24 bytes follow | {'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }
        1 rows of 3 columns, which take 12 bytes, and 24 bytes follow | {'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }
        rows exceed 64 bits                | {'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }
        rows exceed 64 bits                | {'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775000, 0), }
        exceeds 64 bits                    | {'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999, 4), }
        does not have two dimensions       | {'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 4), }
        and the limit is 2147483647        | {'descr': '<f4', 'fortran_order': False, 'shape': (1, 2147483648), }
        take 8589934588 bytes              | {'descr': '<f4', 'fortran_order': False, 'shape': (1, 2147483647), }
        is not a dictionary                | 'descr'
        does not consist of                | {'descr': '<f4', 'fortran_order': False}
        does not consist of                | {'descr': '<f4', 'descr': '<f4', 'shape': (2, 3)}
        does not consist of                | {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'x': 1}
        does not consist of                | {'descr': '<f4', 'fortran_order': False, 'shape': (2, -3)}
        does not consist of                | {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3)}
        does not consist of                | {}
        """)
    void headersThatAreRefused(String message, String header) throws IOException {
        assertRefused(
                message.strip(), file("d.npy", npy(1, header.strip()), floats(1, 2, 3, 4, 5, 6)));
    }

    @Test
    void otherContentThatIsRefused() throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }";
        byte[] valid = npy(1, header);
        assertRefused("it ends within its header", file("e.npy"));
        assertRefused("it ends within its header", file("f.npy", new byte[] {(byte) 0x93}));
        for (int length : new int[] {6, 7, 9, 20, valid.length - 1}) {
            assertRefused("it ends within its header", file("g.npy", Arrays.copyOf(valid, length)));
        }
        assertRefused("does not begin as a file of NumPy", file("h.npy", new byte[100]));
        byte[] version = valid.clone();
        version[6] = 4;
        assertRefused("is not 1.0, 2.0 or 3.0", file("i.npy", version));
        byte[] minor = valid.clone();
        minor[7] = 1;
        assertRefused("is not 1.0, 2.0 or 3.0", file("j.npy", minor));
        assertRefused(
                "its header has 10001 bytes, and the limit is 10000",
                file("k.npy", npy(2, header + " ".repeat(10_001 - header.length()))));
        assertRefused("its header has 4294967295 bytes", file("l.npy", new byte[] {
            (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1
        }));
        assertRefused("0 bytes, and 1 bytes follow", file("m.npy", valid, new byte[1]));
        String bytes = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 268435456), }";
        assertRefused("the limit is 268435455", file("o.npy", npy(1, bytes)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fbin", "f16bin", "i8bin", "u8bin"})
    void headersOfTwoNumbersThatAreRefused(String extension) throws IOException {
        String name = "n." + extension;
        assertRefused("it ends within its header", file(name, new byte[7]));
        byte[] rows = {1, 0, 0, 0, 8, 0, 0, 0};
        assertRefused("1 rows of 8 columns", file(name, rows, new byte[7]));
        assertRefused("1 rows of 8 columns", file(name, rows, new byte[33]));
        byte[] huge = {-1, -1, -1, -1, -1, -1, -1, -1};
        assertRefused("4294967295 columns, and the limit is", file(name, huge));
        byte[] many = {-1, -1, -1, -1, -1, -1, -1, 0};
        assertRefused("4294967295 rows of 16777215 columns", file(name, many));
    }

    /** Their rows have no bytes, so the size of the file does not limit their number. */
    @ParameterizedTest
    @EnumSource(VectorMetric.class)
    void billionsOfEmptyRowsAreSearchedAtOnce(VectorMetric metric) throws IOException {
        boolean bits = metric == VectorMetric.HAMMING || metric == VectorMetric.JACCARD;
        byte[] header = {-1, -1, -1, -1, 0, 0, 0, 0};
        try (VectorMatrix matrix = VectorMatrix.map(file(bits ? "e.u8bin" : "e.fbin", header));
                VectorMatrix queries = VectorMatrix.allocate(matrix.type(), 2, 0)) {
            assertEquals(0xFFFF_FFFFL, matrix.rows());
            BitSet some = new BitSet();
            some.set(7);
            some.set(1_000_000);
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                for (var best : matrix.search(queries, metric, 3)) {
                    assertEquals(List.of(0L, 1L, 2L), rows(best));
                }
                for (var best : VectorSearch.of(metric, 3).withFilter(some).run(matrix, queries)) {
                    assertEquals(List.of(7L, 1_000_000L), rows(best));
                }
                for (var best : VectorSearch.of(metric, 3)
                        .withRows(9, 4_000_000_000L, 5)
                        .run(matrix, queries)) {
                    assertEquals(List.of(5L, 9L, 4_000_000_000L), rows(best));
                }
                if (!bits) {
                    matrix.to(VectorType.FLOAT16).normalize().close();
                }
            });
        }
    }

    private static List<Long> rows(List<VectorMatch> matches) {
        return matches.stream().map(VectorMatch::row).toList();
    }

    @Test
    void aDirectoryIsNamedInTheError() throws IOException {
        Path file = Files.createDirectory(directory.resolve("r.npy"));
        for (Executable read :
                new Executable[] {() -> VectorMatrix.map(file), () -> VectorMatrix.load(file)}) {
            IOException e = assertThrows(IOException.class, read);
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        }
    }

    @Test
    void aMappedFileThatHasBeenClosedIsNotRead() throws IOException {
        VectorMatrix empty = VectorMatrix.map(file("e.fbin", new byte[8]));
        empty.close();
        assertThrows(
                IllegalStateException.class, () -> empty.search(new float[0], VectorMetric.DOT, 1));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it does not replace a mapped file")
    void aMatrixReplacesTheFileThatItMaps() throws IOException {
        Path file = directory.resolve("r.npy");
        try (VectorMatrix matrix = VectorMatrix.of(new float[][] {{1, 2, 3}, {4, 5, 6}})) {
            matrix.write(file);
        }
        Path link = Files.createSymbolicLink(directory.resolve("link.npy"), file);
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-rw----");
        Files.setPosixFilePermissions(file, permissions);
        try (VectorMatrix mapped = VectorMatrix.map(file)) {
            mapped.prefix(2).write(link);
            assertEquals(3, mapped.dimensions());
            assertArrayEquals(new float[] {4, 5, 6}, mapped.row(1));
        }
        try (VectorMatrix replaced = VectorMatrix.load(file)) {
            assertEquals(2, replaced.dimensions());
            assertArrayEquals(new float[] {4, 5}, replaced.row(1));
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(permissions, Files.getPosixFilePermissions(file));
        assertFiles("link.npy", "r.npy");
    }

    @Test
    void aFileRemainsIfWritingFails() throws IOException {
        Path file = directory.resolve("s.npy");
        try (VectorMatrix matrix = VectorMatrix.of(new float[][] {{1, 2}});
                VectorMatrix other = VectorMatrix.of(new float[][] {{3, 4}, {5, 6}})) {
            matrix.write(file);
            byte[] content = Files.readAllBytes(file);
            Thread.currentThread().interrupt();
            try {
                assertThrows(ClosedByInterruptException.class, () -> other.write(file));
            } finally {
                assertTrue(Thread.interrupted());
            }
            assertArrayEquals(content, Files.readAllBytes(file));
            assertFiles("s.npy");
            Path occupied = Files.createDirectory(directory.resolve("v.npy"));
            assertThrows(IOException.class, () -> matrix.write(occupied));
            assertThrows(
                    NoSuchFileException.class,
                    () -> other.write(directory.resolve("none").resolve("t.npy")));
        }
    }

    private void assertFiles(String... names) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    List.of(names),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** A part of a row is written at a time. */
    @Test
    void rowsLongerThanTheBufferAreWritten() throws IOException {
        Path file = directory.resolve("u.npy");
        byte[] bytes = new byte[3_000_001];
        new Random(3).nextBytes(bytes);
        try (VectorMatrix matrix = VectorMatrix.allocate(VectorType.INT8, 2, bytes.length)) {
            matrix.set(1, bytes);
            matrix.write(file);
        }
        try (VectorMatrix read = VectorMatrix.load(file)) {
            assertArrayEquals(new byte[bytes.length], read.bytes(0));
            assertArrayEquals(bytes, read.bytes(1));
        }
    }

    @Test
    void extensionsAreChecked() throws IOException {
        Path file = file("o.txt", new byte[8]);
        for (Executable call : new Executable[] {
            () -> VectorMatrix.map(file),
            () -> VectorMatrix.load(file),
            () -> {
                try (VectorMatrix matrix = VectorMatrix.of(new float[1])) {
                    matrix.write(file);
                }
            },
            () -> {
                try (VectorMatrix matrix = VectorMatrix.of(new float[1])) {
                    matrix.write(directory.resolve("p.i8bin"));
                }
            }
        }) {
            assertThrows(IllegalArgumentException.class, call);
        }
        try (VectorMatrix matrix = VectorMatrix.of(new float[1])) {
            Path bytes = directory.resolve("p.i8bin");
            assertEquals(
                    "The file '" + bytes + "' cannot contain a matrix of the type FLOAT32: a .i8bin"
                            + " file contains elements of the type INT8. Choose another extension,"
                            + " such as .npy.",
                    assertThrows(IllegalArgumentException.class, () -> matrix.write(bytes))
                            .getMessage());
        }
        try (VectorMatrix many = VectorMatrix.allocate(VectorType.INT8, 1L << 32, 0)) {
            Path bytes = directory.resolve("p.i8bin");
            assertEquals(
                    "The file '" + bytes + "' cannot contain 4294967296 rows: a .i8bin file has at"
                            + " most 4294967295 rows. Choose another extension, such as .npy.",
                    assertThrows(IllegalArgumentException.class, () -> many.write(bytes))
                            .getMessage());
        }
        Path floats = file("q.fbin", new byte[8]);
        IOException e = assertThrows(IOException.class, () -> VectorMatrix.loadBfloat16(floats));
        assertTrue(e.getMessage().contains("FLOAT32, not BFLOAT16"), e.getMessage());
        assertThrows(IOException.class, () -> VectorMatrix.map(directory.resolve("none.npy")));
    }
}
