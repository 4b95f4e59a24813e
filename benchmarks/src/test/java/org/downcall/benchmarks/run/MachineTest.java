package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void theProcessorsNameIsReadFromLinux() {
        assertEquals(
                "Some CPU 9000 @ 2:1 GHz",
                Machine.modelName(
                        List.of("processor\t: 0", "model name\t: Some CPU 9000 @ 2:1 GHz", "model name\t: other")));
        assertEquals("unknown processor", Machine.modelName(List.of("processor\t: 0", "CPU part\t: 0xd0c")));
    }
}
