package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void theProcessorIsReadFromLinux() {
        assertEquals(
                "Some CPU 9000 @ 2:1 GHz (family 25, model 17)",
                Machine.processor(List.of(
                        "processor\t: 0",
                        "cpu family\t: 25",
                        "model\t\t: 17",
                        "model name\t: Some CPU 9000 @ 2:1 GHz",
                        "model name\t: other")));
        assertEquals("unknown processor", Machine.processor(List.of("processor\t: 0", "CPU part\t: 0xd0c")));
    }

    @Test
    void theInstructionSetsAreThoseThatAKernelCouldUse() {
        assertEquals(
                List.of("adx", "avx2", "avx512f", "bmi2", "sse4_2"),
                Machine.instructionSets(List.of("flags\t\t: fpu vme avx2 sse4_2 bmi2 adx hypervisor avx512f syscall")));
        assertEquals(
                List.of("asimd", "sve2"), Machine.instructionSets(List.of("Features\t: fp asimd evtstrm sve2 cpuid")));
        assertEquals(List.of(), Machine.instructionSets(List.of("processor\t: 0")));
    }
}
