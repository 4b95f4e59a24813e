package org.downcall.checks.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Too little memory: in the heap, in the address space, and in a container. */
class MemoryTest {

    private static final int SIGKILL = 128 + 9;

    @TempDir
    private Path directory;

    private Path group;

    @Test
    void everyAllocationFails() throws Exception {
        ChildJvm.in(directory).run(AllocationFailures.class).assertPrints("all right");
    }

    @Test
    void theAddressSpaceIsLimitedDuringAProduct() throws Exception {
        try {
            new ProcessBuilder("prlimit", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            abort("This machine has no prlimit: " + e.getMessage());
        }
        ChildJvm.in(directory)
                .with("-Xmx512m", "-Dorg.downcall.memory=16g")
                .run(MemoryLimits.class, "address-space")
                .assertPrints("all right");
    }

    /** With the default settings, a computation is refused before the system kills the process. */
    @Test
    void theDefaultLimitFitsIntoASmallContainer() throws Exception {
        inContainer(384 << 20).run(MemoryLimits.class, "growing").assertPrints("all right");
    }

    /**
     * The system may kill the process when a container shrinks below what is in use. No library
     * can prevent that. No file is left, and no result is wrong.
     */
    @Test
    void aContainerShrinksDuringAProduct() throws Exception {
        ChildJvm jvm = inContainer(1 << 30).with("-Xmx300m", "-Dorg.downcall.memory=600m");
        Process process = jvm.start(MemoryLimits.class, "pause");
        try (BufferedReader out = process.inputReader()) {
            assertEquals("paused", out.readLine(), jvm.errors());
            shrinkToWhatIsInUse();
            process.outputWriter().write("\n");
            process.outputWriter().flush();
            String last = out.readLine();
            int exit = process.waitFor();
            System.out.println("memory: after the container has shrunk, the exit code is " + exit);
            if (exit == 0) {
                assertEquals("all right", last);
            } else {
                assertTrue(exit == SIGKILL || exit == 1, exit + "\n" + jvm.errors());
                assertTrue(
                        exit == SIGKILL || jvm.errors().contains("OutOfMemoryError"),
                        jvm::toString);
            }
            assertEquals(List.of(), jvm.leftBehind());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A JVM in a control group with this limit; skips the test if that is not permitted. */
    private ChildJvm inContainer(long bytes) throws IOException {
        Path version1 = Path.of("/sys/fs/cgroup/memory");
        Path root = Files.exists(version1) ? version1 : Path.of("/sys/fs/cgroup");
        group = root.resolve("downcall-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
            Files.writeString(limitFile(), String.valueOf(bytes));
        } catch (IOException e) {
            abort("This user cannot create a control group: " + e);
        }
        return ChildJvm.in(directory)
                .under(
                        "sh",
                        "-c",
                        "echo $$ >\"$0\" && exec \"$@\"",
                        group.resolve("cgroup.procs").toString());
    }

    private Path limitFile() {
        Path version1 = group.resolve("memory.limit_in_bytes");
        return Files.exists(version1) ? version1 : group.resolve("memory.max");
    }

    private void shrinkToWhatIsInUse() throws IOException {
        Path version1 = group.resolve("memory.usage_in_bytes");
        Path usage = Files.exists(version1) ? version1 : group.resolve("memory.current");
        long bytes = Long.parseLong(Files.readString(usage).strip());
        Files.writeString(limitFile(), String.valueOf(bytes + (16 << 20)));
    }

    @AfterEach
    void deleteTheGroup() throws Exception {
        for (int attempt = 0; group != null; attempt++) {
            try {
                Files.delete(group);
                group = null;
            } catch (IOException e) {
                if (attempt > 50) {
                    throw e;
                }
                Thread.sleep(100); // The kernel has not removed the process yet.
            }
        }
    }
}
