package org.downcall.benchmarks.report;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.downcall.benchmarks.results.Estimate;

/** What charts.js draws. All times are in nanoseconds; an axis finds its unit by itself. */
sealed interface Chart {

    String title();

    /** The essence, for those who do not see it. */
    String description();

    /**
     * A mean with its error.
     *
     * @param x where it stands on a line; 0 in a chart without
     * @param text the figure to be read
     */
    record Point(double x, Estimate time, String text) {

        static Point of(double x, Estimate time) {
            return new Point(x, time, Figures.time(time));
        }
    }

    /** One thing per line, and its time. */
    record Rows(String title, String description, List<Row> rows) implements Chart {

        record Row(String label, Style style, Point point) {}
    }

    /**
     * Times over a size. Both axes are logarithmic: such times differ by orders of magnitude.
     *
     * @param perX whether the times are divided by the size already: then their axis begins at zero
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

        /** A place on the x axis that matters. */
        record Mark(double x, String label) {}

        /** The same with each time divided by its size. */
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
                    .collect(Collectors.joining(" "));
            return new Lines(
                    title,
                    "Time divided by " + xTitle + ". " + essence,
                    xTitle,
                    xIsTime,
                    true,
                    divided,
                    marks);
        }

        /** Its range, and how much it changes at most from one size to the next. */
        private static String essence(List<Point> points) {
            double[] times =
                    points.stream().mapToDouble(point -> point.time().mean()).toArray();
            DoubleSummaryStatistics range = Arrays.stream(times).summaryStatistics();
            double step = IntStream.range(1, times.length)
                    .mapToDouble(i -> Math.max(times[i] / times[i - 1], times[i - 1] / times[i]))
                    .max()
                    .orElse(1);
            return Figures.time(range.getMin()) + " to " + Figures.time(range.getMax())
                    + "; from one size to the next it changes by a factor of at most "
                    + Figures.factor(step) + ".";
        }
    }
}
