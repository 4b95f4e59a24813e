package org.downcall.internal;

import org.downcall.internal.calls.Libc;
import org.downcall.internal.calls.NativeTasks;
import org.downcall.internal.calls.Preparation;

/** Links the first handle on another thread. */
final class Linking implements Runnable {

    private final Preparation.Attempt attempt = Preparation.start(new FirstHandle());

    /** Loads the classes of the first task while the other thread links, and waits for it. */
    @Override
    public void run() {
        NativeTasks.loadClasses();
        await();
    }

    /** Waits until the handle is linked. */
    void await() {
        attempt.await();
    }

    /** This is a class, because a lambda would delay the start by a millisecond. */
    private static final class FirstHandle implements Runnable {

        /**
         * Without native access, nothing is linked in advance. The JVM then prints a warning, which
         * should name the method that loads the library, or throws an exception, which the loader
         * explains.
         */
        @Override
        public void run() {
            if (Linking.class.getModule().isNativeAccessEnabled()) {
                try {
                    Libc.link();
                } catch (RuntimeException | LinkageError e) {
                    // The first call of a function of the library reports the problem.
                }
            }
        }
    }
}
