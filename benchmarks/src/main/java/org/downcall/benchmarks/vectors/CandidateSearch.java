package org.downcall.benchmarks.vectors;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Kernel;
import org.downcall.benchmarks.kernels.Task;
import org.downcall.benchmarks.run.RunMode;

/**
 * The same as {@link RowSearch} among candidates: a fifth of the rows, in random order, as an index
 * finds them. The largest matrix fits in no cache. All contenders compute the values of the
 * candidates and select the best ones with {@link BestRows}.
 */
public final class CandidateSearch implements Kernel {

    private static final int DIMENSIONS = RowSearch.USUAL_DIMENSIONS;

    private static final int ROWS_PER_CANDIDATE = 5;

    @Override
    public String name() {
        return "search-candidates";
    }

    @Override
    public String title() {
        return "Search for 10 of the candidates, rows of " + DIMENSIONS + " dimensions, float32";
    }

    @Override
    public String unit() {
        return "candidates";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(200L);
            case DEFAULT -> List.of();
            case FULL -> List.of(200L, 100_000L);
        };
    }

    @Override
    public boolean settlesSlowly() {
        return true;
    }

    @Override
    public boolean isLarge(long size) {
        return RowSearch.isLarge(size * ROWS_PER_CANDIDATE, DIMENSIONS);
    }

    @Override
    public List<Contender> contenders() {
        return List.of(
                Contender.of(Kind.JAVA, "java", "Java loop", CandidateSearch::inJava),
                Contender.of(Kind.NATIVE, "native", "VectorMatrix.score", CandidateSearch::inC),
                LuceneRows.contender(CandidateSearch::byLucene));
    }

    private static float[][] rows(long candidates) {
        return Samples.rows(Math.toIntExact(candidates * ROWS_PER_CANDIDATE), DIMENSIONS);
    }

    /** {@return numbers of rows, in random order} */
    private static int[] numbers(long candidates) {
        int[] numbers = new int[Math.toIntExact(candidates * ROWS_PER_CANDIDATE)];
        Arrays.setAll(numbers, i -> i);
        SplittableRandom random = new SplittableRandom(candidates);
        for (int i = numbers.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int number = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = number;
        }
        return Arrays.copyOf(numbers, Math.toIntExact(candidates));
    }

    private static Task inJava(long size) {
        float[][] rows = rows(size);
        float[] query = Samples.query(DIMENSIONS);
        int[] numbers = numbers(size);
        BestRows best = new BestRows();
        return Task.of(() -> {
            best.clear();
            for (int number : numbers) {
                best.add(number, RowSearch.dot(query, rows[number]));
            }
            return best.rows();
        });
    }

    private static Task inC(long size) {
        VectorMatrix matrix = VectorMatrix.of(rows(size));
        float[] query = Samples.query(DIMENSIONS);
        long[] numbers = Arrays.stream(numbers(size)).asLongStream().toArray();
        double[] values = new double[numbers.length];
        BestRows best = new BestRows();
        return Task.of(
                () -> {
                    best.clear();
                    matrix.score(query, VectorMetric.DOT, numbers, values);
                    for (int i = 0; i < numbers.length; i++) {
                        best.add(numbers[i], (float) values[i]);
                    }
                    return best.rows();
                },
                matrix::close);
    }

    private static Task byLucene(long size) {
        LuceneRows rows = LuceneRows.of(rows(size), Samples.query(DIMENSIONS));
        int[] numbers = numbers(size);
        return Task.of(() -> rows.search(numbers), rows::close);
    }
}
