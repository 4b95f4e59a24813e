package org.downcall.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.downcall.internal.SettingsTarget;
import org.downcall.internal.loading.LoaderTarget;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the targets of the fuzzer in Java on the inputs that it found, and on some random ones. The
 * fuzzer itself is a profile of the checks; CTest runs the target in C.
 */
class FuzzTest {

    private static final Path CORPUS = Path.of("src/test/resources/fuzz");
    private static final int RANDOM_INPUTS = 300;
    private static final int MOST_BYTES = 64;

    private interface Target {
        void run(byte[] input) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> numbers() throws IOException {
        return tests("numbers", NumbersTarget::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> decimals() throws IOException {
        return tests("decimals", DecimalsTarget::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> settings() throws IOException {
        return tests("settings", SettingsTarget::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> loader() throws IOException {
        return tests("loader", LoaderTarget::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> vectors() throws IOException {
        return tests("vectors", VectorsTarget::fuzzerTestOneInput);
    }

    private static Stream<DynamicTest> tests(String name, Target target) throws IOException {
        List<String> inputs = Files.readAllLines(CORPUS.resolve(name + ".txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertFalse(inputs.isEmpty());
        return Stream.concat(
                inputs.stream()
                        .map(input -> dynamicTest(
                                input, () -> target.run(HexFormat.of().parseHex(input)))),
                Stream.of(dynamicTest("random inputs", () -> runRandom(target))));
    }

    /** The seed is fixed, so that a failure can be repeated; its message has the input. */
    private static void runRandom(Target target) {
        Random random = new Random(20_261_129);
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            byte[] input = new byte[random.nextInt(MOST_BYTES)];
            random.nextBytes(input);
            try {
                target.run(input);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("the input " + HexFormat.of().formatHex(input), e);
            }
        }
    }
}
