package org.downcall.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.downcall.benchmarks.kernels.Kernels;
import org.downcall.benchmarks.report.Picture.Format;
import org.downcall.benchmarks.results.Measurement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

@Execution(ExecutionMode.CONCURRENT)
class PicturesTest {

    private static String picture(String name, RunData run) {
        return Pictures.named(name, run, Format.PAGE).orElseThrow();
    }

    private static long count(String picture, String element) {
        return Pattern.compile(element).matcher(picture).results().count();
    }

    private static Measurement kernel(String contender, long size, double mean) {
        return SampleRun.around(
                SampleRun.KERNELS,
                Map.of("kernel", "multiply", "contender", contender, "size", Long.toString(size)),
                mean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"call-cost", "speed", "fibonacci-exact", "fibonacci-loop"})
    void everyFormatIsADocumentWithATitleAndADescription(String name) throws Exception {
        for (Format format : Format.values()) {
            String svg = Pictures.named(name, SampleRun.full(), format).orElseThrow();
            var root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)))
                    .getDocumentElement();
            assertEquals("svg", root.getTagName());
            assertTrue(
                    root.getElementsByTagName("title").item(0).getTextContent().length() > 5);
            assertTrue(
                    root.getElementsByTagName("desc").item(0).getTextContent().length() > 30);
            assertTrue(svg.contains("prefers-color-scheme: dark"));
            assertTrue(!svg.contains("NaN") && !svg.contains("Infinity"), svg);
        }
    }

    @Test
    void eachTechnologyHasABarWithItsTimeAndItsError() {
        String svg = picture(Pictures.CALL_COST, SampleRun.full());
        assertEquals(9, count(svg, "class=\"bar "));
        assertTrue(svg.contains(">JNA direct</text>"));
        assertTrue(svg.contains("FFM: 6."), svg);
        // Two bars are longer than the axis, and their errors too.
        assertEquals(2, count(svg, "<polygon class=\"ground\""));
        assertEquals(3 * 7, count(svg, "class=\"error\""));
    }

    @Test
    void eachSizeOfAKernelHasAMarkForJavaAndOneForTheBestLibrary() {
        RunData run = SampleRun.of(
                kernel("native", 1000, 100),
                kernel("java", 1000, 101),
                kernel("native", 1_000_000, 100),
                kernel("java", 1_000_000, 5000),
                kernel("gmp", 1_000_000, 400),
                kernel("gmp-limbs", 1_000_000, 300));
        String svg = picture(Pictures.SPEED, run);
        int large = svg.indexOf(">Product of two numbers, 10⁶ bits</text>");
        int small = svg.indexOf(">Product of two numbers, 1,000 bits</text>");
        assertTrue(large > 0 && small > large, "the largest factor is first");
        assertTrue(svg.contains(">50.0×</text>") && svg.contains(">3.00×</text>"), svg);
        assertEquals(3, count(svg, "class=\"interval "));
        assertEquals(1, count(svg, "class=\"mark java hollow\""), "the interval includes 1");
        assertEquals(1, count(svg, "class=\"one\""));
    }

    @Test
    void aKernelHasThreeTypicalSizesAtMost() {
        RunData run = SampleRun.of(List.of(10L, 100L, 2000L, 10_000L, 1_000_000L).stream()
                .flatMap(size ->
                        List.of(kernel("native", size, 5), kernel("java", size, 9)).stream())
                .toArray(Measurement[]::new));
        assertEquals(
                List.of(10.0, 2000.0, 1e6), KernelResults.of(run).getFirst().typicalSizes());
    }

    @Test
    void theMiddleSizeIsOneWithJavaAndALibrary() {
        RunData run = SampleRun.of(Stream.concat(
                        List.of(10L, 100L, 2000L, 10_000L, 1_000_000L).stream()
                                .flatMap(size -> Stream.of(
                                        kernel("native", size, 5), kernel("java", size, 9))),
                        Stream.of(kernel("gmp", 10, 7), kernel("gmp", 10_000, 7)))
                .toArray(Measurement[]::new));
        assertEquals(Optional.of(10_000.0), KernelResults.of(run).getFirst().middleSize());
        assertEquals(
                Optional.empty(),
                KernelResults.of(SampleRun.of(kernel("native", 10, 5)))
                        .getFirst()
                        .middleSize());
    }

    @Test
    void manyKernelsHaveOneMarkEach() {
        String svg = picture(
                Pictures.SPEED,
                SampleRun.of(Kernels.ALL.stream()
                        .flatMap(kernel -> Stream.of(10L, 100L, 1000L)
                                .flatMap(size -> Stream.of("native", "java")
                                        .map(contender -> SampleRun.around(
                                                SampleRun.KERNELS,
                                                Map.of(
                                                        "kernel", kernel.name(),
                                                        "contender", contender,
                                                        "size", size.toString()),
                                                size))))
                        .toArray(Measurement[]::new)));
        assertEquals(Kernels.ALL.size(), count(svg, "class=\"mark java hollow\""));
        assertEquals(Kernels.ALL.size(), count(svg, "class=\"row\""));
    }

    @Test
    void eachContenderHasALineAndALabel() {
        String svg = picture(
                "multiply",
                SampleRun.of(
                        kernel("native", 1000, 100),
                        kernel("native", 10_000, 1000),
                        kernel("java", 1000, 100),
                        kernel("native-parallel", 1000, 100),
                        kernel("gmp", 1000, 100)));
        assertEquals(3, count(svg, "<polyline "), "C once, although it has other ways");
        for (String label : List.of("BigIntegers.multiply", "BigInteger.multiply", "GMP")) {
            assertTrue(svg.contains(">" + label + "</text>"), label);
        }
    }

    @Test
    void labelsOfLinesDoNotOverlap() {
        String svg = picture("fibonacci-exact", SampleRun.full());
        List<Double> places = Pattern.compile("class=\"start label\" x=\"[^\"]*\" y=\"([^\"]*)\"")
                .matcher(svg)
                .results()
                .map(match -> Double.valueOf(match.group(1)))
                .sorted()
                .toList();
        assertEquals(5, places.size());
        for (int i = 1; i < places.size(); i++) {
            assertTrue(places.get(i) - places.get(i - 1) >= 16.9, places.toString());
        }
    }

    /** A picture in the repository must not depend on the machine or the moment. */
    @Test
    void aPictureIsTheSameEachTime() {
        assertEquals(picture("speed", SampleRun.full()), picture("speed", SampleRun.full()));
    }

    @Test
    void aRunWithoutThoseResultsHasNoPicture() {
        RunData run = SampleRun.of(SampleRun.around(SampleRun.CALLS + "A.ffm", Map.of(), 7));
        for (String name : List.of("call-cost", "speed", "multiply")) {
            assertTrue(Pictures.named(name, run, Format.PAGE).isEmpty(), name);
        }
    }
}
