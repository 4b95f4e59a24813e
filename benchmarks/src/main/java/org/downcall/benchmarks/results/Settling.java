package org.downcall.benchmarks.results;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A result that may not have settled: in every JVM the first time was the longest, or in every JVM
 * the shortest, and on average it differs from the last time by more than 5 %. Such a result needs
 * more warm-up, or a quieter machine. The error cannot detect this: with so few samples, a drift
 * makes the error larger than the drift.
 *
 * @param first the mean, over the JVMs, of the time at the beginning, in nanoseconds
 * @param last the same at the end
 */
public record Settling(Measurement measurement, double first, double last) {

    private static final double TOLERANCE = 0.05;

    /** With fewer samples, the first is often the longest or the shortest by chance. */
    private static final int FEWEST = 3;

    /** {@return empty if the result has settled, or if that cannot be decided} */
    public static Optional<Settling> missedBy(Measurement measurement) {
        if (measurement.mode().equals("ss") && measurement.batch() == 1) {
            return Optional.empty(); // each sample is a separate event, without a warm-up
        }
        List<double[]> forks = measurement.slices().stream()
                .filter(times -> times.length >= FEWEST)
                .toList();
        boolean falling = forks.stream()
                .allMatch(times -> times[0] == Arrays.stream(times).max().orElseThrow());
        boolean rising = forks.stream()
                .allMatch(times -> times[0] == Arrays.stream(times).min().orElseThrow());
        if (forks.isEmpty() || !falling && !rising) {
            return Optional.empty();
        }
        double first = mean(forks.stream().mapToDouble(times -> times[0]));
        double last = mean(forks.stream().mapToDouble(times -> times[times.length - 1]));
        return Optional.of(new Settling(measurement, first, last))
                .filter(one ->
                        Math.abs(last - first) > TOLERANCE * measurement.time().mean());
    }

    private static double mean(DoubleStream values) {
        return values.average().orElseThrow();
    }

    /** {@return the relative change from the first time to the last} */
    public double change() {
        return last / first - 1;
    }
}
