package org.downcall.benchmarks.report;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.downcall.benchmarks.results.Estimate;

/** A chart for charts.js. All times are in nanoseconds; each axis chooses its unit. */
sealed interface Chart {

    String title();

    /** {@return the most important figures, for readers who do not see the chart} */
    String description();

    /**
     * A mean with its error.
     *
     * @param x the position on a line; 0 in a chart without lines
     * @param text the figure as text
     */
    record Point(double x, Estimate time, String text) {

        static Point of(double x, Estimate time) {
            return new Point(x, time, Figures.time(time));
        }
    }

    /** A row with a time for each item. */
    record Rows(String title, String description, List<Row> rows) implements Chart {

        record Row(String label, Style style, Point point) {}
    }

    /**
     * Times over a size. Both axes are logarithmic, because the times differ by orders of
     * magnitude.
     *
     * @param perX whether the times have been divided by the size; their axis then begins at zero
     */
    record Lines(
            String title,
            String description,
            String xTitle,
            boolean xIsTime,
            boolean perX,
            List<Series> series,
            List<Mark> marks)
            implements Chart {

        record Series(String name, Style style, List<Point> points) {}

        /** A marked position on the x axis. */
        record Mark(double x, String label) {}

        /** {@return the same with each time divided by its size} */
        Lines dividedByX() {
            List<Series> divided = series.stream()
                    .map(line -> new Series(
                            line.name(),
                            line.style(),
                            line.points().stream()
                                    .map(point -> new Point(
                                            point.x(),
                                            point.time().times(1 / point.x()),
                                            point.text()))
                                    .toList()))
                    .toList();
            String essence = divided.stream()
                    .map(line -> line.name() + ": " + essence(line.points()))
                    .collect(Collectors.joining(". "));
            return new Lines(
                    title,
                    "Time divided by " + xTitle + ". " + essence,
                    xTitle,
                    xIsTime,
                    true,
                    divided,
                    marks);
        }

        /** {@return the range, and the largest change from one size to the next} */
        private static String essence(List<Point> points) {
            double[] times =
                    points.stream().mapToDouble(point -> point.time().mean()).toArray();
            DoubleSummaryStatistics range = Arrays.stream(times).summaryStatistics();
            double step = IntStream.range(1, times.length)
                    .mapToDouble(i -> Math.max(times[i] / times[i - 1], times[i - 1] / times[i]))
                    .max()
                    .orElse(1);
            return Figures.time(range.getMin()) + " to " + Figures.time(range.getMax())
                    + "; largest change from one size to the next: " + Figures.factor(step);
        }
    }
}
