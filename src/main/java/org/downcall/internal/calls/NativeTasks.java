package org.downcall.internal.calls;

import static org.downcall.internal.bindings.downcall_h.*;

/**
 * Creates tasks. Every method throws {@link OutOfMemoryError} if the memory of the task is not
 * available, and does not become available while the task may wait; the message states how much the
 * task requires. Thread-safe.
 */
public final class NativeTasks {

    private final NativeMemory memory;
    private final long oneCallLimbs;

    /** A task in steps needs handles and classes that one in one call does not. */
    private final Rehearsal steps = new Rehearsal() {
        @Override
        public void run() {
            // With an executor and a listener, which need more classes than a task without them
            Execution execution = new Execution(Runnable::run, 0, fraction -> {});
            TaskBuffers.Sizes sizes =
                    TaskBuffers.Sizes.of(TaskBuffers.Input.ofIndex(DC_FIB(), 1_000));
            try (NativeTask task = new NativeTask(
                    NativeMemory.forRehearsal(), sizes, "F(1000)", false, execution)) {
                task.run();
            }
        }
    };

    /**
     * @param memory provides the buffers
     * @param oneCallLimbs a task whose buffers have fewer limbs runs in one call, on the calling
     *     thread
     */
    public NativeTasks(NativeMemory memory, long oneCallLimbs) {
        this.memory = memory;
        this.oneCallLimbs = oneCallLimbs;
    }

    /** {@return a task that multiplies two numbers of at least one bit} */
    public NativeTask multiply(long aBits, long bBits, Execution execution) {
        return create(
                "the product of numbers of " + aBits + " and " + bBits + " bits",
                TaskBuffers.Input.ofProduct(limbs(aBits), limbs(bBits)),
                execution);
    }

    /** {@return a task that squares a number of at least one bit} */
    public NativeTask square(long bits, Execution execution) {
        return create(
                "the square of a number of " + bits + " bits",
                TaskBuffers.Input.ofSquare(limbs(bits)),
                execution);
    }

    /**
     * {@return a task that computes a power}
     *
     * @param bits the bit length of the base, 1 or more
     * @param exponent 1 or more
     */
    public NativeTask power(long bits, long exponent, Execution execution) {
        return create(
                "a number of " + bits + " bits to the power of " + exponent,
                TaskBuffers.Input.ofPower(limbs(bits), bits, exponent),
                execution);
    }

    /**
     * {@return a task that divides a number by one that is not longer} The result is the quotient,
     * which is as many limbs long as the dividend is longer, plus one, and then the remainder.
     */
    public NativeTask divide(long aBits, long bBits, Execution execution) {
        return create(
                "the quotient of numbers of " + aBits + " and " + bBits + " bits",
                TaskBuffers.Input.ofNumbers(DC_DIVIDE(), limbs(aBits), limbs(bBits)),
                execution);
    }

    /** {@return a task that computes F(n) in limbs} */
    public NativeTask fibonacci(long n, Execution execution) {
        return create("F(" + n + ")", TaskBuffers.Input.ofIndex(DC_FIB(), n), execution);
    }

    /**
     * {@return a task that computes F(n) in decimal words of {@code dc_fib_word_digits(n)} digits}
     */
    public NativeTask fibonacciDecimal(long n, Execution execution) {
        return create(
                "the digits of F(" + n + ")",
                TaskBuffers.Input.ofIndex(DC_FIB_DECIMAL(), n),
                execution);
    }

    /**
     * {@return a task that converts a number from limbs to decimal words of 19 digits}
     *
     * @param bits the bit length of the number; 0 is allowed, and takes one limb
     */
    public NativeTask toDecimal(long bits, Execution execution) {
        return create(
                "the digits of a number of " + bits + " bits",
                TaskBuffers.Input.ofNumber(DC_TO_DECIMAL(), limbs(bits)),
                execution);
    }

    /**
     * {@return a task that converts a number from decimal words of 19 digits to limbs}
     *
     * @param digits the number of digits, 1 or more
     */
    public NativeTask fromDecimal(long digits, Execution execution) {
        return create(
                "a number of " + digits + " digits",
                TaskBuffers.Input.ofNumber(DC_FROM_DECIMAL(), (digits + 18) / 19),
                execution);
    }

    private NativeTask create(String description, TaskBuffers.Input input, Execution execution) {
        StackReserve.require();
        TaskBuffers.Sizes sizes = TaskBuffers.Sizes.of(input);
        boolean inOneCall = sizes.limbs() < oneCallLimbs;
        if (!inOneCall) {
            steps.require();
        }
        return new NativeTask(memory, sizes, description, inOneCall, execution);
    }

    private static long limbs(long bits) {
        return Math.max(1, bits + Long.SIZE - 1 >> 6);
    }
}
