package org.downcall.benchmarks.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChildJvmTest {

    /** The main class of a child JVM. */
    static final class Child {

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("first");
            System.err.println("second");
            Thread.sleep(Long.parseLong(arguments[0]));
            System.exit(Integer.parseInt(arguments[1]));
        }
    }

    private static List<String> child(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("-cp", ChildJvm.locationOf(Child.class).toString(), Child.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Test
    void theTimeEndsWithTheFirstLine() throws Exception {
        long start = System.nanoTime();
        ChildJvm.Run run = ChildJvm.run(child("500", "0"));
        long taken = System.nanoTime() - start;
        assertEquals("first\nsecond\n", run.output());
        assertTrue(run.nanoseconds() < taken - 250_000_000, run.nanoseconds() + " ns of " + taken);
    }

    @Test
    void aFailureShowsTheExitCodeAndTheOutput() {
        Exception e =
                assertThrows(IllegalStateException.class, () -> ChildJvm.run(child("0", "3")));
        assertTrue(
                e.getMessage().endsWith(" ended with exit code 3. Its output:\nfirst\nsecond\n"),
                e.getMessage());
    }

    @Test
    void aChildThatHangsIsKilled() {
        Exception e = assertThrows(
                IllegalStateException.class,
                () -> ChildJvm.run(child("100000", "0"), Duration.ofSeconds(1)));
        assertTrue(
                e.getMessage().contains(" was killed after PT1S. Its output:\n"), e.getMessage());
    }

    @Test
    void anOptionIsAcceptedOrRejectedWithTheReason() {
        assertEquals(Optional.empty(), ChildJvm.rejection("-XX:+UseSerialGC"));
        assertEquals(
                Optional.of(
                        "this JDK rejects -XX:+UseNoSuchGC (Unrecognized VM option 'UseNoSuchGC')"),
                ChildJvm.rejection("-XX:+UseNoSuchGC"));
    }
}
