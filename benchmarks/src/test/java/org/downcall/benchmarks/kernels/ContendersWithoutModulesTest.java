package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The JVM of a contender has only the modules that this contender needs, and finds the contender
 * among all others.
 */
class ContendersWithoutModulesTest {

    /** Prints how many contenders all kernels have. */
    static final class Count {
        public static void main(String[] arguments) {
            System.out.println(count());
        }
    }

    private static int count() {
        return Kernels.ALL.stream()
                .mapToInt(kernel -> kernel.contenders().size())
                .sum();
    }

    @Test
    void everyContenderIsFoundWithoutIncubatorModules() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Count.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment() // whose options could add modules
                .keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertEquals(0, process.waitFor());
        assertEquals(String.valueOf(count()), output);
    }
}
