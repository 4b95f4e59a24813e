package org.downcall.checks.faults;

import java.nio.file.Path;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short stacks, interrupts, and executors that do not do what is expected of them. */
class ThreadsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation"})
    void shortStacks(String option) throws Exception {
        ChildJvm.in(directory).with(option).run(ShortStacks.class).assertPrints("all right");
    }

    @Test
    void anInterruptAtEveryStep() throws Exception {
        ChildJvm.in(directory).run(Interrupts.class).assertPrints("all right");
    }

    @Test
    void difficultExecutors() throws Exception {
        ChildJvm.in(directory).run(DifficultExecutors.class).assertPrints("all right");
    }
}
