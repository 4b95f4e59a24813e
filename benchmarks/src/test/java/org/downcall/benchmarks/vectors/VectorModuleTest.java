package org.downcall.benchmarks.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorModuleTest {

    /** Prints why a fused multiply-add of vectors cannot be used; an empty line if it can. */
    static final class AbsenceOfFma {
        public static void main(String[] arguments) {
            System.out.println(VectorModule.absenceOfFma().orElse(""));
        }
    }

    private static String absenceOfFma(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), AbsenceOfFma.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertEquals(0, process.waitFor());
        return output;
    }

    @Test
    void aLoopOfFusedMultiplyAddsNeedsTheModuleAndTheInstruction() throws Exception {
        assertEquals(
                "the processor has no fused multiply-add, which the loop needs",
                absenceOfFma("-XX:-UseFMA", VectorModule.OPTION));
        assertEquals("this JVM runs without --add-modules=jdk.incubator.vector", absenceOfFma());
    }
}
