package org.downcall.internal.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Actions that run on a thread of their own. FirstUseTest in src/it tests why they do. */
class PreparationTest {

    @Test
    void theActionRunsOnAnotherThread() {
        List<Thread> threads = new ArrayList<>();
        Preparation.run(() -> threads.add(Thread.currentThread()));
        assertEquals(1, threads.size());
        assertNotSame(Thread.currentThread(), threads.getFirst());
    }

    @Test
    void whatTheActionThrowsIsThrownUnchanged() {
        for (Throwable thrown : new Throwable[] {
            new OutOfMemoryError(), new StackOverflowError(), new IllegalStateException()
        }) {
            assertSame(
                    thrown,
                    assertThrows(
                            thrown.getClass(),
                            () -> Preparation.run(() -> PreparationTest.<Error>sneak(thrown))));
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable e) throws E {
        throw (E) e;
    }

    @Test
    void anInterruptEndsNeitherTheWaitNorTheAction() {
        AtomicInteger ended = new AtomicInteger();
        Thread caller = Thread.currentThread();
        Preparation.run(() -> {
            caller.interrupt();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            }
            ended.incrementAndGet();
        });
        assertEquals(1, ended.get());
        assertTrue(Thread.interrupted());
    }

    @Test
    void anActionThatIsStartedRunsWhileItsStarterContinues() {
        CountDownLatch continued = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Preparation.Attempt attempt = Preparation.start(() -> {
            try {
                continued.await();
            } catch (InterruptedException e) {
                return;
            }
            ended.incrementAndGet();
        });
        continued.countDown();
        attempt.await();
        assertEquals(1, ended.get());
    }

    @Test
    void aRehearsalThatFailsIsRepeatedAndOneThatSucceedsIsNot() {
        AtomicInteger calls = new AtomicInteger();
        Rehearsal rehearsal = new Rehearsal() {
            @Override
            public void run() {
                if (calls.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("Java heap space");
                }
            }
        };
        assertThrows(OutOfMemoryError.class, rehearsal::require);
        rehearsal.require();
        rehearsal.require();
        assertEquals(2, calls.get());
    }
}
