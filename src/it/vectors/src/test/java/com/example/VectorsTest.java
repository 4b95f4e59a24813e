package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.downcall.VectorMatrix;
import org.downcall.VectorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsTest {

    private interface Program {
        void run() throws Exception;
    }

    private static String outputOf(Program program) throws Exception {
        PrintStream out = System.out;
        Locale locale = Locale.getDefault();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true));
        Locale.setDefault(Locale.ROOT);
        try {
            program.run();
        } finally {
            System.setOut(out);
            Locale.setDefault(locale);
        }
        return bytes.toString().replace("\r\n", "\n");
    }

    @Test
    void semanticSearch(@TempDir Path directory) throws Exception {
        Path embeddings = directory.resolve("embeddings.npy");
        Path sentences =
                Files.writeString(directory.resolve("sentences.txt"), "cat\nkitten\ncar\ntruck\n");
        try (VectorMatrix matrix = VectorMatrix.of(
                new float[] {1, 0.5f, 0},
                new float[] {1, 0.75f, 0},
                new float[] {0, 0.25f, 1},
                new float[] {0, 0, 1})) {
            matrix.write(embeddings);
        }
        String[] args = {embeddings.toString(), sentences.toString(), "0"};
        assertEquals(
                "1.000  cat\n0.984  kitten\n0.108  car\n",
                outputOf(() -> SemanticSearch.main(args)));
    }

    @Test
    void deduplication(@TempDir Path directory) throws Exception {
        Path fingerprints = directory.resolve("fingerprints.u8bin");
        try (VectorMatrix matrix = VectorMatrix.allocate(VectorType.BITS, 4, 16)) {
            matrix.set(0, new byte[] {0x0F, 0});
            matrix.set(1, new byte[] {0x0F, 1}); // differs by one bit from row 0
            matrix.set(2, new byte[] {-1, -1});
            matrix.set(3, new byte[] {0x0F, 3}); // differs by two bits from row 0
            matrix.write(fingerprints);
        }
        String[] args = {fingerprints.toString(), "1"};
        assertEquals("{0, 2, 3}\n", outputOf(() -> Deduplication.main(args)));
    }
}
