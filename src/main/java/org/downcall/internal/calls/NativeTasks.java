package org.downcall.internal.calls;

import java.lang.foreign.MemorySegment;

/**
 * Creates tasks. Every method throws {@link OutOfMemoryError} if the memory of the task is not
 * available, and does not become available while the task may wait. The message states how much the
 * task requires. Instances are thread-safe.
 */
public final class NativeTasks {

    private final NativeMemory memory;
    private final long oneCallLimbs;
    private final long javaLimbs;

    private final Rehearsal steps = new Steps(false);
    private final Rehearsal strands = new Steps(true);

    /**
     * A task in steps needs handles and classes that a task in one call does not need, and more
     * with an executor. One class serves both, because each class delays the start.
     */
    private static final class Steps extends Rehearsal {
        private final boolean withExecutor;

        Steps(boolean withExecutor) {
            this.withExecutor = withExecutor;
        }

        @Override
        public void run() {
            if (withExecutor) {
                Strands.rehearse();
                return;
            }
            // With a listener, which needs more classes than a task without one
            Execution execution = new Execution(null, fraction -> {});
            TaskBuffers.Sizes sizes =
                    TaskBuffers.Sizes.of(TaskBuffers.Input.ofIndex(TaskOperation.FIB, 1_000));
            try (NativeTask task = new NativeTask(
                    NativeMemory.forRehearsal(), sizes, "F(1000)", false, execution)) {
                task.run();
            }
        }
    }

    /** So few calls cost less time than it takes to link another handle. */
    private static final int FEW = 16;

    /** Not volatile: a few more computations may be early. */
    private int earlyComputations;

    private final Rehearsal conversions = new Rehearsal() {
        @Override
        public void run() {
            MemorySegment limbs = MemorySegment.ofArray(new long[1]);
            MemorySegment bytes = MemorySegment.ofArray(new byte[Long.BYTES]);
            Downcalls.limbsFromBigEndian(limbs, bytes);
            Downcalls.limbsToBigEndian(bytes, limbs);
            Downcalls.convertBigEndian();
        }
    };

    /**
     * @param memory provides the buffers
     * @param oneCallLimbs a task whose buffers have fewer limbs runs in one call, on the calling
     *     thread
     * @param javaLimbs the most limbs of an operand or a result that are ever converted in Java
     */
    public NativeTasks(NativeMemory memory, long oneCallLimbs, long javaLimbs) {
        this.memory = memory;
        this.oneCallLimbs = oneCallLimbs;
        this.javaLimbs = javaLimbs;
    }

    /**
     * Loads the classes of a task, without initializing them, while another thread links. The JVM
     * loads a class when it evaluates the literal. This only saves time, so the list need not be
     * complete.
     *
     * @return the classes
     */
    public static Class<?>[] loadClasses() {
        return new Class<?>[] {
            Execution.class,
            TaskBuffers.Input.class,
            StackReserve.class,
            TaskBuffers.Sizes.class,
            Downcalls.class,
            TaskBuffers.class,
            NativeTask.class,
            HugePages.class
        };
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
     * {@return a task that computes a power modulo a number}
     *
     * @param bits the bit length of the base; 0 is allowed, and takes one limb
     * @param exponentBits the bit length of the exponent; 0 is allowed, and takes one limb
     * @param modulusBits the bit length of the modulus, 1 or more
     */
    public NativeTask modPower(
            long bits, long exponentBits, long modulusBits, Execution execution) {
        double products = (double) exponentBits * limbs(modulusBits) * limbs(modulusBits);
        return create(
                "a power with an exponent of " + exponentBits + " bits modulo a number of "
                        + modulusBits + " bits",
                TaskBuffers.Input.ofNumbers(
                        TaskOperation.MOD_POWER,
                        limbs(bits),
                        limbs(exponentBits),
                        limbs(modulusBits)),
                products < oneCallLimbs,
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
     * followed by the remainder. The quotient has one limb more than the difference of the lengths.
     */
    public NativeTask divide(long aBits, long bBits, Execution execution) {
        return create(
                "the quotient of numbers of " + aBits + " and " + bBits + " bits",
                TaskBuffers.Input.ofNumbers(TaskOperation.DIVIDE, limbs(aBits), limbs(bBits)),
                execution);
    }

    /**
     * {@return a task that computes the square root of a number of at least one bit} The result is
     * the root, in half as many limbs as the number has, rounded up, followed by the remainder.
     */
    public NativeTask sqrt(long bits, Execution execution) {
        return create(
                "the square root of a number of " + bits + " bits",
                TaskBuffers.Input.ofNumber(TaskOperation.SQRT, limbs(bits)),
                execution);
    }

    /** {@return a task that computes F(n) in limbs} */
    public NativeTask fibonacci(long n, Execution execution) {
        return create("F(" + n + ")", TaskBuffers.Input.ofIndex(TaskOperation.FIB, n), execution);
    }

    /**
     * {@return a task that computes F(n) in decimal words of {@code dc_fib_word_digits(n)} digits}
     */
    public NativeTask fibonacciDecimal(long n, Execution execution) {
        return create(
                "the digits of F(" + n + ")",
                TaskBuffers.Input.ofIndex(TaskOperation.FIB_DECIMAL, n),
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
                TaskBuffers.Input.ofNumber(TaskOperation.TO_DECIMAL, limbs(bits)),
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
                TaskBuffers.Input.ofNumber(TaskOperation.FROM_DECIMAL, (digits + 18) / 19),
                execution);
    }

    /** {@return a task that computes the greatest common divisor of two positive numbers} */
    public NativeTask gcd(long aBits, long bBits, Execution execution) {
        return create(
                "the greatest common divisor of numbers of " + aBits + " and " + bBits + " bits",
                TaskBuffers.Input.ofNumbers(TaskOperation.GCD, limbs(aBits), limbs(bBits)),
                execution);
    }

    /**
     * {@return a task that converts a number from limbs to words of a radix}
     *
     * @param bits the bit length of the number; 0 is allowed, and takes one limb
     */
    public NativeTask toRadix(long bits, int radix, Execution execution) {
        return create(
                "the digits of a number of " + bits + " bits in radix " + radix,
                TaskBuffers.Input.ofRadix(TaskOperation.TO_RADIX, limbs(bits), radix),
                execution);
    }

    /**
     * {@return a task that computes the greatest common divisor of a and b, followed by the
     * cofactor of a modulo b}
     *
     * @param aBits the bit length of a; 0 is allowed, and takes one limb
     * @param bBits the bit length of b, 1 or more
     */
    public NativeTask gcdWithCofactor(long aBits, long bBits, Execution execution) {
        return create(
                "the inverse of a number of " + aBits + " bits modulo one of " + bBits + " bits",
                TaskBuffers.Input.ofNumbers(TaskOperation.GCD_COFACTOR, limbs(aBits), limbs(bBits)),
                execution);
    }

    /**
     * {@return a task that converts a number from words of a radix to limbs}
     *
     * @param digits the number of digits, for messages
     * @param words the number of words that contain them, 1 or more
     */
    public NativeTask fromRadix(long digits, long words, int radix, Execution execution) {
        return create(
                "a number of " + digits + " digits in radix " + radix,
                TaskBuffers.Input.ofRadix(TaskOperation.FROM_RADIX, words, radix),
                execution);
    }

    /**
     * {@return a task that multiplies words}
     *
     * @param words the number of words, 1 or more
     */
    public NativeTask productOfWords(long words, Execution execution) {
        return create(
                "the product of " + words + " words",
                TaskBuffers.Input.ofNumber(TaskOperation.PRODUCT, words),
                execution);
    }

    /**
     * Counts a computation.
     *
     * @return whether it is one of the first. These use the handle that is linked first, even where
     *     another one would be faster, because a program may need only a few.
     */
    public boolean countEarly() {
        if (earlyComputations >= FEW) {
            return false;
        }
        earlyComputations++;
        return true;
    }

    /** C converts numbers to and from big-endian bytes. Early, Java does so, unless one is long. */
    private void prepareConversions(long limbs) {
        if (limbs > javaLimbs || !countEarly()) {
            conversions.require();
        }
    }

    private NativeTask create(String description, TaskBuffers.Input input, Execution execution) {
        return create(description, input, true, execution);
    }

    /** @param isShort whether the task may run in one call if its buffers are short */
    private NativeTask create(
            String description, TaskBuffers.Input input, boolean isShort, Execution execution) {
        StackReserve.require();
        TaskBuffers.Sizes sizes = TaskBuffers.Sizes.of(input);
        boolean inOneCall = isShort && sizes.limbs() < oneCallLimbs;
        if (!inOneCall) {
            steps.require();
            if (execution.executor() != null) {
                strands.require();
            }
        }
        prepareConversions(sizes.longest());
        return new NativeTask(memory, sizes, description, inOneCall, execution);
    }

    private static long limbs(long bits) {
        return Math.max(1, bits + Long.SIZE - 1 >> 6);
    }
}
