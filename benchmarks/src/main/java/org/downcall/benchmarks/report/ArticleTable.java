package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.downcall.benchmarks.article.ArticleReport;
import org.downcall.benchmarks.article.ArticleReport.Line;
import org.downcall.benchmarks.article.RoundStatistics;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;

/**
 * The article's table with a unit in each cell, so that it can be sorted. Its most important
 * columns fit a printed page.
 */
final class ArticleTable {

    static Table of(ArticleReport report) {
        List<Line> lines = report.lines();
        List<Column> columns = List.of(
                Column.text("Name"),
                Column.number("Min"),
                Column.number("Max"),
                Column.number("Mean"),
                Column.number("StdDev"),
                Column.number("Median"),
                Column.number("IQR"),
                Column.text("Outliers").onScreenOnly(),
                Column.number("OPS").onScreenOnly(),
                Column.number("Rounds").onScreenOnly(),
                Column.number("Iterations").onScreenOnly());
        List<List<Cell>> rows = new ArrayList<>();
        for (Line line : lines) {
            RoundStatistics times = line.times();
            double perSecond = 1e9 * times.operationsPerTime();
            rows.add(List.of(
                    Cell.text(line.name()),
                    time(lines, line, RoundStatistics::min),
                    time(lines, line, RoundStatistics::max),
                    time(lines, line, RoundStatistics::mean),
                    time(lines, line, RoundStatistics::standardDeviation),
                    time(lines, line, RoundStatistics::median),
                    time(lines, line, RoundStatistics::interquartileRange),
                    Cell.text(times.beyondDeviation() + ";" + times.beyondFences()),
                    Cell.number(Figures.count(Math.rint(perSecond)), perSecond),
                    Cell.number(Figures.count(times.rounds()), times.rounds()),
                    Cell.number(Figures.count(line.iterations()), line.iterations())));
        }
        return new Table(
                "fibonacci(10_000); in small letters: ratio to the best of the column",
                columns,
                rows);
    }

    private static Cell time(
            List<Line> lines, Line line, ToDoubleFunction<RoundStatistics> figure) {
        double best = lines.stream()
                .mapToDouble(one -> figure.applyAsDouble(one.times()))
                .min()
                .orElseThrow();
        double mine = figure.applyAsDouble(line.times());
        return new Cell(Figures.time(mine), best > 0 ? Figures.factor(mine / best) : "", mine, "");
    }

    private ArticleTable() {}
}
