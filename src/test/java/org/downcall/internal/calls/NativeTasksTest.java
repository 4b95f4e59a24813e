package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.calls.TaskBuffers.Input;
import org.downcall.internal.calls.TaskBuffers.Sizes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lengths of the buffers, and what tells a task that runs in one call from one in steps. */
@RequiresLibrary
class NativeTasksTest {

    @BeforeAll
    static void load() {
        TestBuild.assertLibraryIsLoaded();
    }

    private static NativeTasks tasks(long oneCallLimbs) {
        return new NativeTasks(NativeMemory.unlimited(), oneCallLimbs, 0);
    }

    @Test
    void aLimbHas64BitsAndAWord19Digits() {
        NativeTasks tasks = tasks(0);
        for (int limbs = 1; limbs < 4; limbs++) {
            for (long bits : new long[] {64 * limbs - 63, 64 * limbs - 1, 64 * limbs}) {
                try (NativeTask product = tasks.multiply(bits, 1, Execution.DEFAULT);
                        NativeTask square = tasks.square(bits, Execution.DEFAULT);
                        NativeTask power = tasks.power(bits, 2, Execution.DEFAULT);
                        NativeTask modPower = tasks.modPower(bits, 0, 65, Execution.DEFAULT);
                        NativeTask digits = tasks.toDecimal(bits, Execution.DEFAULT)) {
                    assertEquals(8, modPower.b().byteSize());
                    assertEquals(16, modPower.c().byteSize());
                    for (NativeTask task : List.of(product, square, power, modPower, digits)) {
                        assertEquals(8 * limbs, task.a().byteSize(), bits + " bits");
                    }
                    assertEquals(8, product.b().byteSize());
                    assertEquals(square.a(), square.b());
                }
            }
            for (long digits : new long[] {19 * limbs - 18, 19 * limbs}) {
                try (NativeTask task = tasks.fromDecimal(digits, Execution.DEFAULT)) {
                    assertEquals(8 * limbs, task.a().byteSize(), digits + " digits");
                }
            }
        }
        try (NativeTask zero = tasks.toDecimal(0, Execution.DEFAULT)) {
            assertEquals(8, zero.a().byteSize());
        }
    }

    /** Only a task that runs in steps can be cancelled. */
    @Test
    void aTaskWhoseBuffersAreShorterThanTheLimitRunsInOneCall() {
        long limbs = Sizes.of(Input.ofProduct(3, 2)).limbs();
        for (int more = 0; more < 2; more++) {
            try (NativeTask task =
                    tasks(limbs + more).multiply(3 * 64, 2 * 64, Execution.DEFAULT)) {
                task.a().fill((byte) 0);
                task.b().fill((byte) 0);
                task.a().set(ValueLayout.JAVA_LONG, 0, 6);
                task.b().set(ValueLayout.JAVA_LONG, 0, 7);
                Thread.currentThread().interrupt();
                if (more == 0) {
                    assertThrows(CancellationException.class, task::run);
                } else {
                    task.run();
                    assertEquals(42, task.result().get(ValueLayout.JAVA_LONG, 0));
                }
            } finally {
                assertTrue(Thread.interrupted());
            }
        }
    }

    /** Its buffers are short, but it takes long. */
    @Test
    void aPowerWithALongExponentRunsInSteps() {
        for (int exponentBits : new int[] {1, 100_000}) {
            List<Double> reports = new ArrayList<>();
            Execution execution = new Execution(null, reports::add);
            try (NativeTask task = tasks(1 << 18).modPower(64, exponentBits, 128, execution)) {
                task.a().fill((byte) 3);
                task.b().fill((byte) 1);
                task.c().fill((byte) 5);
                task.run();
            }
            assertEquals(exponentBits == 1, reports.isEmpty());
        }
    }

    /** The listener is called on the calling thread, whichever thread has run a step. */
    @Test
    void progressIsReportedUpToTheEnd() {
        Thread caller = Thread.currentThread();
        for (boolean parallel : new boolean[] {false, true}) {
            List<Double> reports = new ArrayList<>();
            Execution execution = new Execution(
                    parallel ? command -> Thread.ofPlatform().start(command) : null, fraction -> {
                        assertEquals(caller, Thread.currentThread());
                        reports.add(fraction);
                    });
            try (NativeTask task = tasks(0).fibonacci(1_000_000, execution)) {
                task.run();
            }
            assertEquals(1, reports.getLast());
            assertEquals(reports.stream().sorted().distinct().toList(), reports);
        }
    }

    /** The calling thread learns at the end of a stage what other threads have done. */
    @Test
    void aTaskIsNotClosedWhileItRunsOrByAnotherThread() throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        NativeTask[] task = new NativeTask[1];
        Execution execution = new Execution(Runnable::run, done -> {
            try {
                task[0].close();
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
        });
        task[0] = tasks(0).multiply(64, 64, execution);
        task[0].a().set(ValueLayout.JAVA_LONG, 0, 6);
        task[0].b().set(ValueLayout.JAVA_LONG, 0, 7);
        task[0].run();
        assertTrue(!thrown.isEmpty());
        for (Runnable call : new Runnable[] {task[0]::close, task[0]::run}) {
            thrown.clear();
            Thread other = new Thread(() -> {
                try {
                    call.run();
                } catch (WrongThreadException e) {
                    thrown.add(e);
                }
            });
            other.start();
            other.join();
            assertEquals(1, thrown.size());
        }
        assertEquals(42, task[0].result().get(ValueLayout.JAVA_LONG, 0));
        task[0].close();
        assertThrows(IllegalStateException.class, task[0]::run);
        assertThrows(IllegalStateException.class, task[0]::close);
    }

    /** A task of very many stages does not count their steps. */
    @Test
    void theProgressOfManyStagesIsReportedUpToTheEnd() {
        List<Double> reports = new ArrayList<>();
        Execution execution = new Execution(null, reports::add);
        try (NativeTask task = tasks(0).modPower(64, 64 * 15, 64 * 32_769, execution)) {
            task.a().set(ValueLayout.JAVA_LONG, 0, 1);
            task.b().fill((byte) 0);
            task.b().set(ValueLayout.JAVA_LONG, 0, 1);
            task.c().fill((byte) 1);
            task.run();
            assertEquals(1, task.result().get(ValueLayout.JAVA_LONG, 0));
        }
        assertTrue(reports.size() > 10_000, reports.size() + " reports");
        assertEquals(1, reports.getLast());
    }

    @Test
    void stepsOfOtherThreadsAreReportedAtTheEndOfTheStage() throws InterruptedException {
        List<Double> reports = new ArrayList<>();
        try (TaskBuffers buffers = new TaskBuffers(
                NativeMemory.unlimited(),
                Sizes.of(Input.ofProduct(3, 2)),
                "it",
                false,
                Execution.DEFAULT)) {
            Progress progress = new Progress(
                    reports::add, buffers.task(), Downcalls.taskStages(buffers.task()));
            Thread other = Thread.ofPlatform().start(progress::stepIsDone);
            other.join();
            assertEquals(List.of(), reports);
            progress.stageIsDone();
            assertEquals(1, reports.size());
            progress.stageIsDone();
            assertEquals(1, reports.size());
            progress.stepIsDone();
            assertEquals(2, reports.size());
            assertEquals(2 * reports.getFirst(), reports.getLast());
        }
    }
}
