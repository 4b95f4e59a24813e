package org.downcall.benchmarks.article;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.downcall.benchmarks.article.ComparisonTable.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTableTest {

    private static Entry entry(String name, double... times) {
        return new Entry(name, RoundStatistics.of(times), 10);
    }

    @Test
    void printsTheFastestFirstAndRatiosToTheBestOfEachColumn() {
        String table = new ComparisonTable(
                        "two rows",
                        List.of(
                                entry("slow", 6000, 6000, 6000, 6000, 8000),
                                entry("quick", 1000, 2000, 3000, 4000, 5000)))
                .toString();
        // quick: mean 3, deviation sqrt(10 / 4) = 1.5811, quartiles 1.75 and 4.25; 1 and 5 are
        // beyond the deviation
        // slow: mean 6.4, deviation sqrt(3.2 / 4) = 0.8944, quartiles 6 and 6.5; 8 is beyond
        // deviation and fence
        String expected = """
                --------------------------------------------------------------------------- two rows ---------------------------------------------------------------------------
                 Name (time in us)     Min            Max           Mean         StdDev         Median            IQR         Outliers  OPS (Kops/s)         Rounds  Iterations
                ----------------------------------------------------------------------------------------------------------------------------------------------------------------
                 quick              1.0000 (1.0)   5.0000 (1.0)   3.0000 (1.0)   1.5811 (1.77)  3.0000 (1.0)   2.5000 (5.00)       2;0      333.3333 (1.0)        5          10
                 slow               6.0000 (6.00)  8.0000 (1.60)  6.4000 (2.13)  0.8944 (1.0)   6.0000 (2.00)  0.5000 (1.0)        1;1      156.2500 (0.47)       5          10
                ----------------------------------------------------------------------------------------------------------------------------------------------------------------""";
        assertEquals(expected, table);
    }

    @Test
    void theShortestTimeDeterminesTheUnit() {
        String both = new ComparisonTable("t", List.of(entry("a", 12), entry("b", 2e6))).toString();
        assertTrue(both.contains("(time in ns)"), both);
        String slower = new ComparisonTable("t", List.of(entry("b", 2e6))).toString();
        assertTrue(slower.contains("(time in ms)"), slower);
    }

    @Test
    void aSingleRowIsTheBestOfItsColumns() {
        String table = new ComparisonTable("t", List.of(entry("only", 5, 5, 5))).toString();
        assertEquals(7, table.split("\\(1\\.0\\)", -1).length - 1, table);
    }

    @Test
    void aTableWithoutRowsIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> new ComparisonTable("t", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | 5 | 1.0",
                "0 | 0 | 1.0",
                "5 | 0 | inf",
                "7.5 | 5 | 1.50",
                "196.27 | 1 | 196.27",
                "82345 | 1 | 82,345",
                "1 | 2 | 0.50",
                "1 | 185 | 0.0054",
                "1 | 82345 | 1.2e-05"
            })
    void ratiosStayShortAndNeverReadAsZero(double figure, double best, String expected) {
        assertEquals(expected, ComparisonTable.ratio(figure, best));
    }
}
