package org.downcall.checks.mutation;

/** @param detail the test that failed, and how */
record Outcome(Kind kind, String detail) {

    enum Kind {
        KILLED,
        SURVIVED,
        /** The compiler makes the same machine code, so no test can fail. */
        SAME_CODE,
        DOES_NOT_COMPILE
    }
}
