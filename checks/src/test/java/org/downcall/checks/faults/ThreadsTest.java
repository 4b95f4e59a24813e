package org.downcall.checks.faults;

import java.nio.file.Path;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short stacks, interrupts, and executors that do not do what is expected of them. */
class ThreadsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"-Xint,5", "-XX:TieredStopAtLevel=1,1", "-XX:+TieredCompilation,1"})
    void shortStacks(String option, String step) throws Exception {
        ChildJvm.in(directory).with(option).run(ShortStacks.class, step).assertPrints("all right");
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
