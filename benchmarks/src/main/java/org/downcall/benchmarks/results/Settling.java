package org.downcall.benchmarks.results;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A result that may not have settled: in every JVM the time at the beginning was the longest, or in
 * every one the shortest, and on average it differs from the time at the end by more than 5 %. More
 * warm-up, or a calmer machine, would be needed. (The error is no measure here: so few samples that
 * drift make it larger than their drift.)
 *
 * @param first the mean, over the JVMs, of the time at the beginning, in nanoseconds
 * @param last the same at the end
 */
public record Settling(Measurement measurement, double first, double last) {

    private static final double TOLERANCE = 0.05;

    /** With fewer, the first is an extreme one by chance. */
    private static final int FEWEST = 3;

    /** A single round of hundreds says nothing: they are taken together in so many parts. */
    private static final int PARTS = 10;

    /** {@return empty if the result has settled, or if nobody can tell} */
    public static Optional<Settling> missedBy(Measurement measurement) {
        if (measurement.mode().equals("ss") && measurement.batch() == 1) {
            return Optional.empty(); // each sample is an event of its own: nothing is warmed up
        }
        List<double[]> forks = measurement.forksInNanoseconds().stream()
                .map(Settling::parts)
                .filter(parts -> parts.length >= FEWEST)
                .toList();
        boolean falling = forks.stream()
                .allMatch(parts -> parts[0] == Arrays.stream(parts).max().orElseThrow());
        boolean rising = forks.stream()
                .allMatch(parts -> parts[0] == Arrays.stream(parts).min().orElseThrow());
        if (forks.isEmpty() || !falling && !rising) {
            return Optional.empty();
        }
        double first = forks.stream().mapToDouble(parts -> parts[0]).average().orElseThrow();
        double last = forks.stream()
                .mapToDouble(parts -> parts[parts.length - 1])
                .average()
                .orElseThrow();
        return Math.abs(last - first) > TOLERANCE * measurement.time().mean()
                ? Optional.of(new Settling(measurement, first, last))
                : Optional.empty();
    }

    /** By which part of the first the last differs from it. */
    public double change() {
        return last / first - 1;
    }

    private static double[] parts(double[] samples) {
        if (samples.length < 2 * PARTS) {
            return samples;
        }
        int length = samples.length / PARTS;
        return IntStream.range(0, PARTS)
                .mapToDouble(part -> Arrays.stream(samples, part * length, (part + 1) * length)
                        .average()
                        .orElseThrow())
                .toArray();
    }
}
