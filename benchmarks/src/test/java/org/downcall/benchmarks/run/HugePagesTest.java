package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HugePagesTest {

    @EnabledOnOs(OS.LINUX)
    @Test
    void aCommandHasTheVariableInItsEnvironment() throws Exception {
        List<String> command = new ArrayList<>(new HugePages().addJVMInvokeOptions(null));
        command.addAll(List.of("printenv", "GLIBC_TUNABLES"));
        Process process = new ProcessBuilder(command).start();
        String value = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor());
        assertTrue(value.strip().endsWith("glibc.malloc.hugetlb=1"), value);
    }
}
