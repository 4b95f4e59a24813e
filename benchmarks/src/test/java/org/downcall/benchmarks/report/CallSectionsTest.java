package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Shape;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.report.Section.Block;
import org.downcall.benchmarks.report.Table.Cell;
import org.downcall.benchmarks.report.Table.Column;
import org.junit.jupiter.api.Test;

class CallSectionsTest {

    private static final String SHAPE = SampleRun.CALLS + "SampleShape.";

    private static final RunData RUN = SampleRun.of(
            SampleRun.around(SampleRun.CALLS + "LongGone.ffm", Map.of(), 7),
            SampleRun.around(SampleRun.CALLS + "LongGone.jni", Map.of(), 8),
            SampleRun.around(SHAPE + "java", Map.of(), 1),
            SampleRun.around(SHAPE + "ffm", Map.of(), 7),
            SampleRun.around(SHAPE + "quick", Map.of(), 3),
            SampleRun.around(SHAPE + "only", Map.of(), 90));

    private static final Table MATRIX = CallSections.matrix(RUN).orElseThrow();

    private static Cell cell(int row, String column) {
        List<String> titles = MATRIX.columns().stream().map(Column::title).toList();
        return MATRIX.rows().get(row).get(titles.indexOf(column));
    }

    @Test
    void theMatrixHasTheMeasuredTechnologies() {
        assertEquals(
                List.of("Function", "Java", "FFM", "JNI", "JNA"),
                MATRIX.columns().stream().map(Column::title).toList());
    }

    @Test
    void eachColumnIsExplained() {
        Block.Listed legend = CallSections.of(RUN).getFirst().blocks().stream()
                .filter(Block.Listed.class::isInstance)
                .map(Block.Listed.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals(
                Stream.of(Technology.JAVA, Technology.FFM, Technology.JNI, Technology.JNA)
                        .map(technology -> technology.title() + ": " + technology.description())
                        .toList(),
                legend.items());
    }

    @Test
    void aShapeWithoutAClassHasTheNameOfTheClass() {
        assertEquals("LongGone", cell(0, "Function").text());
        assertTrue(cell(0, "FFM").text().startsWith("7.00 ± "), cell(0, "FFM").text());
        assertEquals("not measured in this run", cell(0, "Java").note());
    }

    @Test
    void anEmptyCellHasTheReasonOfTheShape() {
        assertEquals("a sample's reason | with a bar", cell(1, "JNI").note());
    }

    @Test
    void anEmptyCellHasTheCommonReasonOtherwise() {
        RunData run = SampleRun.of(
                SampleRun.around(SHAPE + "jni", Map.of(), 8),
                SampleRun.around(SHAPE + "ffm", Map.of(), 7),
                SampleRun.around(SampleRun.CALLS + "GlobalVariable.java", Map.of(), 1),
                SampleRun.around(SampleRun.CALLS + "GlobalVariable.segment", Map.of(), 1));
        List<Cell> row = CallSections.matrix(run).orElseThrow().rows().get(1);
        assertEquals(
                List.of("", "", "a segment in a static final field", Shape.WAYS_OF_FFM),
                row.stream().map(Cell::note).toList());
    }

    @Test
    void memoryHasASeparateSection() {
        RunData run = SampleRun.of(
                SampleRun.around("org.downcall.benchmarks.memory.StructField.java", Map.of(), 1),
                SampleRun.around(
                        "org.downcall.benchmarks.memory.StructField.varHandle", Map.of(), 2));
        assertTrue(CallSections.matrix(run).isEmpty());
        assertEquals(
                List.of("memory"),
                CallSections.of(run).stream().map(Section::id).toList());
    }

    @Test
    void theMethodNamedAfterATechnologyRepresentsItEvenIfAnotherIsFaster() {
        assertTrue(cell(1, "FFM").text().startsWith("7.00 ± "), cell(1, "FFM").text());
        assertEquals(
                "the right way; one of 2 variants, all in the chart",
                cell(1, "FFM").note());
        assertEquals("the only way", cell(1, "JNA").note());
    }
}
