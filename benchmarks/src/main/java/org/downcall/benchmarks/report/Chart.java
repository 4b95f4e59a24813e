package org.downcall.benchmarks.report;

import java.util.List;
import org.downcall.benchmarks.results.Estimate;

/** What report.js draws. All times are in nanoseconds; an axis finds its unit by itself. */
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

    /** Times over a size. Both axes are logarithmic: such times differ by orders of magnitude. */
    record Lines(
            String title, String description, String xTitle, boolean xIsTime, List<Series> series, List<Mark> marks)
            implements Chart {

        record Series(String name, Style style, List<Point> points) {}

        /** A place on the x axis that matters. */
        record Mark(double x, String label) {}
    }
}
