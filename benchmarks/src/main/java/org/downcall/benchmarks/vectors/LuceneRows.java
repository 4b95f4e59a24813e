package org.downcall.benchmarks.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongFunction;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsScorer;
import org.apache.lucene.codecs.lucene95.OffHeapByteVectorValues;
import org.apache.lucene.codecs.lucene95.OffHeapFloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.downcall.VectorMatrix;
import org.downcall.VectorType;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Task;
import org.downcall.benchmarks.run.TemporaryDirectory;

/**
 * Rows in a file that Lucene maps into memory, and the scorer of its exact search, which compares
 * rows outside of the heap with a query, many in each call.
 *
 * <p>The pages of the file have the usual size, 4 KiB on x86, as those of every index of Lucene.
 * Large matrices of this library and the memory of the other contenders are in huge pages, where
 * Linux provides them. That is a part of the difference: the same file, mapped by {@code
 * VectorMatrix.map}, has small pages, too.
 */
final class LuceneRows {

    /** The number of rows that an exact search of Lucene scores at a time. */
    private static final int AT_A_TIME = 64;

    /** Its scores have the order of the dot products. */
    private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;

    private final IndexInput file;
    private final RandomVectorScorer scorer;
    private final int rows;
    private final int[] numbers = new int[AT_A_TIME];
    private final float[] scores = new float[AT_A_TIME];
    private final BestRows best = new BestRows();

    /** {@return the contender that searches in such rows} */
    static Contender contender(LongFunction<Task> preparation) {
        return VectorModule.contender(Kind.LIBRARY, "lucene", "Lucene's bulk scorer", preparation);
    }

    private LuceneRows(IndexInput file, RandomVectorScorer scorer, int rows) {
        this.file = file;
        this.scorer = scorer;
        this.rows = rows;
    }

    static LuceneRows of(float[][] rows, float[] query) {
        FlatVectorsScorer scorers = FlatVectorScorerUtil.getLucene99FlatVectorsScorer();
        try (VectorMatrix matrix = VectorMatrix.of(rows)) {
            IndexInput file = file(matrix);
            return new LuceneRows(
                    file,
                    scorers.getRandomVectorScorer(
                            SIMILARITY,
                            new OffHeapFloatVectorValues.DenseOffHeapVectorValues(
                                    query.length,
                                    rows.length,
                                    rows(file, matrix),
                                    query.length * Float.BYTES,
                                    scorers,
                                    SIMILARITY),
                            query),
                    rows.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LuceneRows of(byte[][] rows, byte[] query) {
        FlatVectorsScorer scorers = FlatVectorScorerUtil.getLucene99FlatVectorsScorer();
        try (VectorMatrix matrix = RowSearch.matrix(rows)) {
            IndexInput file = file(matrix);
            return new LuceneRows(
                    file,
                    scorers.getRandomVectorScorer(
                            SIMILARITY,
                            new OffHeapByteVectorValues.DenseOffHeapVectorValues(
                                    query.length,
                                    rows.length,
                                    rows(file, matrix),
                                    query.length,
                                    scorers,
                                    SIMILARITY),
                            query),
                    rows.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a file of the matrix, mapped} Its content remains as long as it is mapped. */
    private static IndexInput file(VectorMatrix matrix) throws IOException {
        Path file = written(matrix);
        IndexInput mapped = new MMapDirectory(file.getParent())
                .openInput(file.getFileName().toString(), IOContext.DEFAULT);
        Files.delete(file);
        return mapped;
    }

    /** {@return the rows in it, one after the other, from a multiple of 64 bytes on} */
    private static IndexInput rows(IndexInput file, VectorMatrix matrix) throws IOException {
        long element = matrix.type() == VectorType.FLOAT32 ? Float.BYTES : Byte.BYTES;
        long bytes = matrix.rows() * matrix.dimensions() * element;
        return file.slice("rows", file.length() - bytes, bytes);
    }

    /** {@return a file of the matrix, in a directory of its own} */
    static Path written(VectorMatrix matrix) throws IOException {
        Path file = TemporaryDirectory.create().resolve("rows.npy");
        matrix.write(file);
        return file;
    }

    /** Unmaps the file. */
    void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the best rows, best first} */
    long[] search() {
        best.clear();
        for (int from = 0; from < rows; from += AT_A_TIME) {
            int count = Math.min(AT_A_TIME, rows - from);
            for (int i = 0; i < count; i++) {
                numbers[i] = from + i;
            }
            score(count);
        }
        return best.rows();
    }

    /** {@return the best of some rows, best first} */
    long[] search(int[] some) {
        best.clear();
        for (int from = 0; from < some.length; from += AT_A_TIME) {
            int count = Math.min(AT_A_TIME, some.length - from);
            System.arraycopy(some, from, numbers, 0, count);
            score(count);
        }
        return best.rows();
    }

    private void score(int count) {
        try {
            scorer.bulkScore(numbers, scores, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < count; i++) {
            best.add(numbers[i], scores[i]);
        }
    }
}
