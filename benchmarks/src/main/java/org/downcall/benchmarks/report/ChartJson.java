package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.downcall.benchmarks.report.Chart.Lines;
import org.downcall.benchmarks.report.Chart.Point;
import org.downcall.benchmarks.report.Chart.Rows;

/** The JSON of a chart, for charts.js. */
final class ChartJson {

    /**
     * The largest factor between the longest and the shortest time for a linear axis, which would
     * hide shorter times.
     */
    private static final double LINEAR = 10;

    static ObjectNode of(Chart chart) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("title", chart.title());
        json.put("description", chart.description());
        switch (chart) {
            case Rows rows -> rows(rows, json);
            case Lines lines -> lines(lines, json);
        }
        return json;
    }

    private static void rows(Rows chart, ObjectNode json) {
        json.put("kind", "rows");
        double longest = chart.rows().stream()
                .mapToDouble(row -> row.point().time().mean())
                .max()
                .orElse(1);
        double shortest = chart.rows().stream()
                .mapToDouble(row -> row.point().time().mean())
                .min()
                .orElse(1);
        json.put("log", longest > LINEAR * shortest);
        ArrayNode rows = json.putArray("rows");
        chart.rows().forEach(row -> {
            ObjectNode one = point(row.point());
            one.put("label", row.label());
            style(row.style(), one);
            rows.add(one);
        });
    }

    private static void lines(Lines chart, ObjectNode json) {
        json.put("kind", "lines");
        json.put("xTitle", chart.xTitle());
        json.put("xIsTime", chart.xIsTime());
        json.put("perX", chart.perX());
        ArrayNode series = json.putArray("series");
        chart.series().forEach(line -> {
            ObjectNode one = series.addObject();
            one.put("name", line.name());
            style(line.style(), one);
            ArrayNode points = one.putArray("points");
            line.points().forEach(point -> points.add(point(point).put("x", point.x())));
        });
        ArrayNode marks = json.putArray("marks");
        chart.marks()
                .forEach(mark -> marks.addObject().put("x", mark.x()).put("label", mark.label()));
    }

    private static void style(Style style, ObjectNode json) {
        json.put("colour", style.colour());
        json.put("variant", style.variant());
    }

    /** A point has no interval if its error is unknown. */
    private static ObjectNode point(Point point) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mean", point.time().mean());
        if (!Double.isNaN(point.time().error())) {
            json.put("low", point.time().low());
            json.put("high", point.time().high());
        }
        return json.put("text", point.text());
    }

    private ChartJson() {}
}
