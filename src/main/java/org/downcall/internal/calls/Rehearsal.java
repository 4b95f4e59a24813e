package org.downcall.internal.calls;

/**
 * A small call that is made once, before the first real call of the same kind. It links the method
 * handles and initializes the classes that the real call needs; see {@link Preparation}.
 *
 * <p>Subclasses are written as classes, because a lambda would delay the start by a millisecond.
 */
public abstract class Rehearsal implements Runnable {

    /** Not volatile: a thread that does not see the change enters the lock, and sees it there. */
    private boolean done;

    /**
     * Makes the call if it has not been made yet.
     *
     * @throws OutOfMemoryError if the heap is nearly full; the next attempt makes the call again
     */
    public final void require() {
        if (!done) {
            make();
        }
    }

    private synchronized void make() {
        if (!done) {
            Preparation.run(this);
            done = true;
        }
    }
}
