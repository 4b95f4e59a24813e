package org.downcall.internal;

import org.downcall.internal.calls.Libc;
import org.downcall.internal.calls.Preparation;

/** Links the first handle on another thread; {@link #run} waits until it is linked. */
final class Linking implements Runnable {

    private final Preparation.Attempt attempt = Preparation.start(new FirstHandle());

    @Override
    public void run() {
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
