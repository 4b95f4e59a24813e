package org.downcall.checks.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    @CsvSource({"-Xint,40,short", "-XX:TieredStopAtLevel=1,8,long", "-XX:+TieredCompilation,4,long"
    })
    void shortStacks(String option, String step, String operations) throws Exception {
        ChildJvm.in(directory)
                .with(option)
                .run(ShortStacks.class, step, "platform", operations)
                .assertPrints("all right");
    }

    /** The stack of a virtual thread that computes is that of its carrier. */
    @ParameterizedTest
    @CsvSource({"-XX:TieredStopAtLevel=1,8", "-XX:+TieredCompilation,8"})
    void shortStacksOfCarriers(String option, String step) throws Exception {
        ChildJvm jvm = ChildJvm.in(directory).with(option);
        String refusal = jvm.with("-Xss1k").run(ShortStacks.class).toString();
        Matcher shortest = Pattern.compile("Specify at least (\\d+k)").matcher(refusal);
        assertTrue(shortest.find(), refusal);
        jvm.with("-Xss" + shortest.group(1))
                .run(ShortStacks.class, step, "virtual", "long")
                .assertPrints("all right");
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
