package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void theProcessorIsReadFromLinux() {
        assertEquals(
                "Some CPU 9000 @ 2:1 GHz (family 25, model 17)",
                Machine.processor(
                        List.of(
                                "processor\t: 0",
                                "cpu family\t: 25",
                                "model\t\t: 17",
                                "model name\t: Some CPU 9000 @ 2:1 GHz",
                                "model name\t: other"),
                        () -> fail("there is a name")));
        assertEquals(
                "unknown processor",
                Machine.processor(List.of("processor\t: 0", "CPU part\t: 0xd0c"), List::of));
    }

    @Test
    void ifTheKernelHasNoNameLscpuIsUsed() {
        List<String> cpuinfo =
                List.of("processor\t: 0", "CPU implementer\t: 0x41", "CPU part\t: 0xd0c");
        List<String> lscpu = List.of(
                "Architecture:            aarch64",
                "BIOS Model name:         something else",
                "Model name:              Neoverse-N1",
                "Model:                   1",
                "Model name:              Neoverse-V1");
        assertEquals("Neoverse-N1", Machine.processor(cpuinfo, () -> lscpu));
        String numbers = "implementer 0x41, part 0xd0c";
        assertEquals(numbers, Machine.processor(cpuinfo, List::of));
        assertEquals(numbers, Machine.processor(cpuinfo, () -> List.of("Model name:       -")));
    }

    @Test
    void threadsPerCoreAreComputedFromTheCountsOfASocket() {
        assertEquals(
                OptionalInt.of(2),
                Machine.threadsPerCore(
                        List.of("siblings\t: 16", "core id\t\t: 0", "cpu cores\t: 8")));
        assertEquals(
                OptionalInt.of(1),
                Machine.threadsPerCore(List.of("siblings\t: 2", "cpu cores\t: 2")));
        assertEquals(
                OptionalInt.empty(),
                Machine.threadsPerCore(List.of("processor\t: 0", "siblings\t: 2")));
        assertEquals(
                OptionalInt.empty(),
                Machine.threadsPerCore(List.of("siblings\t: 1", "cpu cores\t: 2")));
    }

    @Test
    void onlyInstructionSetsForKernelsAreListed() {
        assertEquals(
                List.of("adx", "avx2", "avx512f", "bmi2", "sse4_2"),
                Machine.instructionSets(
                        List.of(
                                "flags\t\t: fpu vme smep avx2 sse4_2 bmi2 adx hypervisor avx512f syscall")));
        assertEquals(
                List.of("asimd", "sve2"),
                Machine.instructionSets(List.of("Features\t: fp asimd evtstrm sve2 cpuid")));
        assertEquals(List.of(), Machine.instructionSets(List.of("processor\t: 0")));
    }
}
