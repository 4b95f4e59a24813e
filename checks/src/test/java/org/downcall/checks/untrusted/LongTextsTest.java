package org.downcall.checks.untrusted;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text of 10^9 characters, of which only the last is not a digit. */
class LongTextsTest {

    @TempDir
    private Path directory;

    private ChildJvm.Result run(String heap, String mode) throws Exception {
        ChildJvm.Result result = ChildJvm.in(directory)
                .with("-Xmx" + heap, "-XX:+UseSerialGC")
                .run(LongTexts.class, mode);
        System.out.println("untrusted: heap " + heap + "\n" + result.err());
        return result.assertPrints("all right");
    }

    @Test
    void isRefusedWithoutACopyIfTheDigitsAreBounded() throws Exception {
        assertFalse(run("64m", "bounded").err().contains("OutOfMemoryError"));
    }

    @Test
    void isRefusedWithoutAComputation() throws Exception {
        OperatingSystemMXBean machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        assumeTrue(machine.getTotalMemorySize() > 8L << 30, "This machine has less than 8 GiB.");
        assertFalse(run("6g", "unbounded").err().contains("OutOfMemoryError"));
    }

    @Test
    void isRefusedIfTheHeapIsTooSmall() throws Exception {
        assertTrue(run("1500m", "unbounded").err().contains("OutOfMemoryError"));
    }
}
