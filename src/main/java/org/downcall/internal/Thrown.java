package org.downcall.internal;

/** What comes out of {@code invokeExact}, which declares Throwable. */
final class Thrown {

    /**
     * A downcall throws nothing of its own; what comes through are errors of the JVM, such as
     * StackOverflowError.
     */
    static AssertionError unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof RuntimeException exception) {
            throw exception;
        }
        return new AssertionError("invokeExact declares Throwable, but this cannot happen", e);
    }

    private Thrown() {}
}
