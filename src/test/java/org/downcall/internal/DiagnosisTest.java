package org.downcall.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.downcall.internal.bindings.downcall_h;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.loading.Platform;
import org.downcall.internal.numbers.BigDecimalKernel;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.DigitSink;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.JavaBigDecimals;
import org.downcall.internal.numbers.JavaBigIntegers;
import org.downcall.internal.numbers.JavaFibonacci;
import org.downcall.internal.vectors.JavaVectors;
import org.downcall.internal.vectors.VectorKernel;
import org.junit.jupiter.api.Test;

/** What the diagnosis prints, and when it finds a fault. */
class DiagnosisTest {

    private static final String TMPDIR = "java.io.tmpdir";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, UTF_8);

    private boolean isHealthy(Map<String, String> properties, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(properties);
        all.putIfAbsent(TMPDIR, System.getProperty(TMPDIR));
        return new Diagnosis(out, all::get, environment::get).run();
    }

    private boolean isHealthy(Map<String, String> properties) {
        return isHealthy(properties, Map.of());
    }

    private String printed() {
        return bytes.toString(UTF_8);
    }

    private static String padded(String label) {
        return label + " ".repeat(20 - label.length());
    }

    private List<String> lines(String label) {
        return printed().lines().filter(line -> line.startsWith(padded(label))).toList();
    }

    private void assertLine(String label, String value) {
        assertEquals(List.of(padded(label) + value), lines(label));
    }

    private void assertConclusion(String conclusion) {
        assertTrue(printed().endsWith("\n" + conclusion + System.lineSeparator()), printed());
    }

    private void assertEveryTestIsRight() {
        assertTrue(lines("test").size() > 20, printed());
        for (String line : lines("test")) {
            assertTrue(line.matches(".*: right, \\d+ ms"), line);
        }
    }

    @Test
    @RequiresLibrary
    void byDefaultItDescribesTheLibraryAndFindsNoFault() {
        assertTrue(isHealthy(Map.of()), this::printed);
        assertTrue(
                printed().startsWith("downcall " + Version.VERSION + System.lineSeparator()),
                printed());
        assertLine("platform", Platform.CURRENT);
        assertLine("kernels", "native");
        assertLine("library", "bundled in the jar");
        assertEquals(1, lines("library file").size(), printed());
        assertEquals(1, lines("CPU features").size(), printed());
        assertEquals(1, lines("variants").size(), printed());
        assertEquals(List.of(), lines("setting"));
        assertEquals(List.of(), lines("warning"));
        assertEveryTestIsRight();
        assertConclusion("All results are right.");
    }

    @Test
    @RequiresLibrary
    void aCapOnTheFeaturesShowsInTheVariants() {
        try {
            assertTrue(
                    isHealthy(Map.of("org.downcall.memory", "64m"), Map.of("DC_ISA", "baseline")),
                    this::printed);
        } finally {
            downcall_h.dc_features_limit(-1); // the other tests in this JVM use the same library
        }
        assertEquals(
                List.of(
                        "setting             org.downcall.memory=64m",
                        "setting             DC_ISA=baseline"),
                lines("setting"));
        assertLine("CPU features", "none");
        assertLine("level", "baseline");
        assertLine("variants", "baseline for schoolbook products, baseline for transforms");
        assertLine("native memory", "64.0 MiB at most for all computations");
        assertEveryTestIsRight();
    }

    @Test
    void theJavaKernelsAreNoFaultIfTheSettingsAskForThem() {
        assertTrue(isHealthy(Map.of("org.downcall.backend", "java")), this::printed);
        assertLine("kernels", "Java. The system property org.downcall.backend is set to java.");
        assertEquals(List.of(), lines("CPU features"));
        assertEveryTestIsRight();
        assertConclusion("All results are right.");
    }

    @Test
    void aLibraryThatCannotBeLoadedIsAFault() {
        Path missing = Path.of("missing").toAbsolutePath();
        String reason = missing + " cannot be loaded. The file does not exist. Set"
                + " -Dorg.downcall.library.path to the file of the native library.";
        assertFalse(isHealthy(Map.of("org.downcall.library.path", missing.toString())));
        assertLine("kernels", "Java. " + reason);
        assertLine(
                "warning",
                "The native library is unavailable, so the Java kernels run. " + reason
                        + " To run the Java kernels without this warning, set"
                        + " -Dorg.downcall.backend=java.");
        assertEveryTestIsRight();
        assertConclusion(
                "All results are right, but only the Java kernels run. The line \"kernels\" explains"
                        + " why.");
    }

    @Test
    void withoutKernelsNothingIsTested() {
        Path missing = Path.of("missing").toAbsolutePath();
        assertFalse(isHealthy(Map.of(
                "org.downcall.library.path",
                missing.toString(),
                "org.downcall.backend",
                "native")));
        assertLine(
                "kernels",
                "none. " + missing + " cannot be loaded. The file does not exist. Set"
                        + " -Dorg.downcall.library.path to the file of the native library.");
        assertEquals(List.of(), lines("test"));
        assertConclusion("No kernels run. The line \"kernels\" explains why.");
    }

    @Test
    void anInvalidSettingIsAFault() {
        assertFalse(isHealthy(Map.of("org.downcall.memory", "much")));
        assertLine("setting", "org.downcall.memory=much");
        assertLine(
                "kernels",
                "none. The system property org.downcall.memory has the invalid value 'much'. Set it"
                        + " to an amount of memory, such as 512m or 8g: a number, optionally followed"
                        + " by k, m, g or t.");
        assertConclusion("A setting is invalid.");
    }

    @Test
    void anUnexpectedErrorIsPrinted() {
        Diagnosis diagnosis = new Diagnosis(
                out,
                name -> {
                    throw new IllegalStateException("planted");
                },
                name -> null);
        assertFalse(diagnosis.run());
        assertTrue(printed().contains("java.lang.IllegalStateException: planted"), printed());
        assertConclusion("The diagnosis failed. Please report it, with all of this output.");
    }

    // ---- The self-test finds wrong results, and errors

    private boolean isRight(FibonacciKernel fibonacci, BigIntegerKernel bigIntegers) {
        return isRight(fibonacci, bigIntegers, new JavaVectors());
    }

    private boolean isRight(
            FibonacciKernel fibonacci, BigIntegerKernel bigIntegers, VectorKernel vectors) {
        return isRight(fibonacci, bigIntegers, new JavaBigDecimals(), vectors);
    }

    private boolean isRight(
            FibonacciKernel fibonacci,
            BigIntegerKernel bigIntegers,
            BigDecimalKernel bigDecimals,
            VectorKernel vectors) {
        Kernels kernels = new Kernels.JavaOnly("", fibonacci, bigIntegers, bigDecimals, vectors);
        return new SelfTest(out, kernels).run();
    }

    private boolean isRight(BigIntegerKernel bigIntegers) {
        return isRight(new JavaFibonacci(), bigIntegers);
    }

    /**
     * The kernel, with a fault in some results.
     *
     * @param names a regular expression for the names of the methods with a fault
     */
    private static <K> K faulty(
            Class<K> type, K rightKernel, String names, UnaryOperator<Object> fault) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object result = method.invoke(rightKernel, arguments);
                    return method.getName().matches(names) ? fault.apply(result) : result;
                }));
    }

    private static BigIntegerKernel faulty(String names, UnaryOperator<Object> fault) {
        return faulty(BigIntegerKernel.class, new JavaBigIntegers(), names, fault);
    }

    @Test
    void aWrongLongProductIsFound() {
        assertFalse(isRight(faulty("multiply", result -> {
            BigInteger product = (BigInteger) result;
            return product.bitLength() < 2_000_000 ? product : product.flipBit(1_000_000);
        })));
        List<String> wrong =
                lines("test").stream().filter(line -> line.contains("WRONG")).toList();
        assertEquals(1, wrong.size(), printed());
        assertTrue(wrong.getFirst().contains("product of 5 million bits, with threads: WRONG"));
    }

    @Test
    void wrongFibonacciNumbersAreFound() {
        FibonacciKernel rightKernel = new JavaFibonacci();
        assertFalse(isRight(
                new FibonacciKernel() {
                    @Override
                    public long longValue(int n) {
                        return rightKernel.longValue(n) ^ n >> 6;
                    }

                    @Override
                    public long wrapping(long n) {
                        return rightKernel.wrapping(n) + 1;
                    }

                    @Override
                    public long wrappingIterative(int n) {
                        return rightKernel.wrappingIterative(n) + 1;
                    }

                    @Override
                    public BigInteger exact(long n, Execution execution) {
                        return rightKernel.exact(n, execution).add(BigInteger.ONE);
                    }

                    @Override
                    public String decimal(long n, Execution execution) {
                        return rightKernel.decimal(n, execution) + "0";
                    }

                    @Override
                    public void writeDecimal(long n, DigitSink sink, Execution execution) {
                        throw new AssertionError("not a part of the test");
                    }
                },
                new JavaBigIntegers()));
        assertEquals(
                List.of(
                        "F(0) to F(92)",
                        "F(n) modulo 2^64",
                        "F(n) modulo 2^64, by additions",
                        "F(5000)",
                        "digits of F(5000)",
                        "F(1000003)"),
                lines("test").stream()
                        .filter(line -> line.contains(": WRONG, "))
                        .map(line -> line.substring(20, line.indexOf(": ")))
                        .toList());
    }

    @Test
    void wrongDigitsAreFound() {
        assertFalse(
                isRight(faulty("toString", result -> ((String) result).replaceFirst("7", "8"))));
        assertTrue(printed().contains("10000 digits from a number: WRONG"), printed());
    }

    @Test
    void wrongDecimalsAreFound() {
        // By one unit of the last digit.
        BigDecimalKernel wrong = faulty(
                BigDecimalKernel.class,
                new JavaBigDecimals(),
                "divide|sqrt",
                result -> ((BigDecimal) result).add(((BigDecimal) result).ulp()));
        assertFalse(isRight(new JavaFibonacci(), new JavaBigIntegers(), wrong, new JavaVectors()));
        assertTrue(printed().contains("decimals of 100 digits: WRONG"), printed());
    }

    @Test
    void anErrorIsPrintedAndTheOtherTestsRun() {
        assertFalse(isRight(faulty("pow", result -> {
            throw new OutOfMemoryError("planted");
        })));
        assertTrue(printed().contains("FAILED, java.lang.OutOfMemoryError: planted, "), printed());
        assertTrue(lines("test").getLast().contains(": right, "), printed());
    }
}
