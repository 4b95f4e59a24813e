package org.downcall.internal.calls;

/**
 * The operations of a {@code dc_task}. The class of the bindings, which also contains them, takes
 * milliseconds to initialize. A test compares the two.
 */
final class TaskOperation {

    static final int MULTIPLY = 0;
    static final int POWER = 1;
    static final int FIB = 2;
    static final int FIB_DECIMAL = 3;
    static final int TO_DECIMAL = 4;
    static final int FROM_DECIMAL = 5;
    static final int DIVIDE = 6;
    static final int SQRT = 7;
    static final int GCD = 8;
    static final int GCD_COFACTOR = 9;
    static final int MOD_POWER = 10;
    static final int PRODUCT = 11;
    static final int TO_RADIX = 12;
    static final int FROM_RADIX = 13;

    private TaskOperation() {}
}
