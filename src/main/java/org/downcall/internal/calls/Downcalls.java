package org.downcall.internal.calls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.internal.bindings.downcall_h.*;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Calls functions through method handles. The methods that jextract generates wrap every error of
 * the JVM, such as a StackOverflowError, in an AssertionError; the methods here throw it unchanged.
 *
 * <p>Some calls use the handles that jextract generated. Most are critical, an option that jextract
 * cannot express, and use handles that are linked by hand. A critical call omits the transition of
 * the thread state and accepts heap arrays without copying them, but no safepoint is reached until
 * it returns. The caller must keep each call short; see {@code Thresholds} in the package of the
 * kernels. The remaining functions belong to the standard C library, for which there are no
 * bindings.
 *
 * <p>The JVM takes about 100 ms to link the first handle, and milliseconds for each further
 * combination of a descriptor and options. The class that contains a generated descriptor would
 * also link the handle that is not critical. A critical handle therefore has a descriptor of its
 * own, which a test compares with the generated one.
 *
 * <p>The handles are {@code static final}, so that the JIT compiler inlines the calls. They are
 * grouped in nested classes. The first call that needs such a class initializes it and links its
 * handles; a {@link Rehearsal} makes that call where it cannot run out of stack.
 */
public final class Downcalls {

    /** Links a critical function that accepts heap segments. */
    static MethodHandle critical(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.loaderLookup().find(name).orElseThrow(),
                        descriptor,
                        Linker.Option.critical(true));
    }

    /** Links a critical function that accepts native segments only. */
    static MethodHandle criticalWithoutHeap(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.loaderLookup().find(name).orElseThrow(),
                        descriptor,
                        Linker.Option.critical(false));
    }

    static final class FibonacciWord {
        static final MethodHandle LONG =
                critical("dc_fib_long", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
        static final MethodHandle WRAPPING =
                critical("dc_fib_wrapping", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    }

    /** Calls {@code dc_fib_long}. Critical. */
    public static long fibonacciLong(int n) {
        try {
            return (long) FibonacciWord.LONG.invokeExact(n);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls {@code dc_fib_wrapping}. Critical. */
    public static long fibonacciWrapping(long n) {
        try {
            return (long) FibonacciWord.WRAPPING.invokeExact(n);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls {@code dc_fib_wrapping_iterative}. */
    public static long fibonacciWrappingIterative(int n) {
        try {
            return (long) dc_fib_wrapping_iterative$handle().invokeExact(n);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static final class WordDigits {
        static final MemorySegment ADDRESS = IntegerCall.find("dc_fib_word_digits");
    }

    /** Calls {@code dc_fib_word_digits}. */
    public static int fibonacciWordDigits(long n) {
        return (int) IntegerCall.call(WordDigits.ADDRESS, n);
    }

    static final class FibonacciExact {
        static final MethodHandle EXACT = critical(
                "dc_fib_exact",
                FunctionDescriptor.of(
                        JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    /**
     * Calls {@code dc_fib_exact}. Critical.
     *
     * @param result all of it is available to C
     * @param scratch all of it is available to C
     * @return the limbs of F(n)
     */
    public static long fibonacciExact(MemorySegment result, MemorySegment scratch, long n) {
        try {
            return requireSuccess("dc_fib_exact", (long) FibonacciExact.EXACT.invokeExact(
                    result, limbs(result), scratch, limbs(scratch), n));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static final class Product {
        static final MethodHandle SCRATCH_LIMBS = critical(
                "dc_mul_scratch_limbs", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
        static final MethodHandle MULTIPLY = critical(
                "dc_mul",
                FunctionDescriptor.of(
                        JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG,
                        ADDRESS, JAVA_LONG));
    }

    /** Calls {@code dc_mul_scratch_limbs}. Critical. */
    public static long multiplyScratchLimbs(long aLimbs, long bLimbs) {
        try {
            return requireSuccess("dc_mul_scratch_limbs", (long)
                    Product.SCRATCH_LIMBS.invokeExact(aLimbs, bLimbs));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Calls {@code dc_mul}. Critical.
     *
     * @param product as many limbs as both factors have together
     * @param a a factor; if {@code b} is the same segment, C computes a square
     * @param b a factor
     * @param scratch as long as {@link #multiplyScratchLimbs} demands
     */
    public static void multiply(
            MemorySegment product, MemorySegment a, MemorySegment b, MemorySegment scratch) {
        try {
            requireSuccess("dc_mul", (long) Product.MULTIPLY.invokeExact(
                    product, limbs(product), a, limbs(a), b, limbs(b), scratch, limbs(scratch)));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static final class BigEndian {
        private static final FunctionDescriptor DESCRIPTOR =
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG);
        static final MethodHandle FROM_LIMBS = critical("dc_limbs_to_big_endian", DESCRIPTOR);
        static final MethodHandle TO_LIMBS = critical("dc_limbs_from_big_endian", DESCRIPTOR);
    }

    /** Not volatile: a thread that does not see the change converts in Java. */
    private static boolean convertsBigEndian;

    /**
     * {@return whether the handles of {@link #limbsToBigEndian} and {@link #limbsFromBigEndian} have
     * been linked} Otherwise, a short number is converted in Java.
     */
    public static boolean convertsBigEndian() {
        return convertsBigEndian;
    }

    /** Called when the handles have been linked. */
    static void convertBigEndian() {
        convertsBigEndian = true;
    }

    /**
     * Calls {@code dc_limbs_to_big_endian}. Critical.
     *
     * @param bytes as many bytes as {@code limbs} has
     */
    public static void limbsToBigEndian(MemorySegment bytes, MemorySegment limbs) {
        requireSameSize(bytes, limbs);
        try {
            BigEndian.FROM_LIMBS.invokeExact(bytes, limbs, limbs(limbs));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Calls {@code dc_limbs_from_big_endian}. Critical.
     *
     * @param bytes as many bytes as {@code limbs} has
     */
    public static void limbsFromBigEndian(MemorySegment limbs, MemorySegment bytes) {
        requireSameSize(bytes, limbs);
        try {
            BigEndian.TO_LIMBS.invokeExact(limbs, bytes, limbs(limbs));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static final class Decimal {
        static final MethodHandle TO_ASCII = critical(
                "dc_decimal_to_ascii",
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
        static final MethodHandle FROM_ASCII = critical(
                "dc_decimal_from_ascii",
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    }

    /**
     * Calls {@code dc_decimal_to_ascii}. Critical.
     *
     * @param characters {@code digits} bytes for each word
     * @param digits the digits of a word, 18 or 19
     */
    public static void decimalToAscii(MemorySegment characters, MemorySegment words, int digits) {
        long count = limbs(words);
        if (characters.byteSize() != count * digits) {
            throw new IndexOutOfBoundsException(
                    count + " words do not fill " + characters.byteSize() + " characters");
        }
        try {
            Decimal.TO_ASCII.invokeExact(characters, words, count, digits);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Calls {@code dc_decimal_from_ascii}. Critical.
     *
     * @param words a word for each 19 characters, and one for the remaining ones
     */
    public static void decimalFromAscii(MemorySegment words, MemorySegment characters) {
        long count = characters.byteSize();
        if (limbs(words) != (count + 18) / 19) {
            throw new IndexOutOfBoundsException(
                    count + " characters do not fill " + limbs(words) + " words");
        }
        try {
            requireSuccess("dc_decimal_from_ascii", (long)
                    Decimal.FROM_ASCII.invokeExact(words, characters, count));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static final class Residue {
        static final MethodHandle RESIDUE = critical(
                "dc_residue",
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG));
    }

    private static final class ResidueOffHeap {
        static final MemorySegment ADDRESS = IntegerCall.find("dc_residue");
    }

    /** Calls {@code dc_residue}. */
    public static long residue(MemorySegment words, int digits, long above) {
        return IntegerCall.call(
                ResidueOffHeap.ADDRESS, address(words), limbs(words), digits, above);
    }

    /** Calls {@code dc_residue} for words on the heap. Critical. */
    public static long residueOnHeap(MemorySegment words, int digits, long above) {
        try {
            return (long) Residue.RESIDUE.invokeExact(words, limbs(words), digits, above);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static final class Task {
        static final MemorySegment FEATURES = IntegerCall.find("dc_features");
        static final MemorySegment RESULT_LIMBS = IntegerCall.find("dc_task_result_limbs");
        static final MemorySegment SCRATCH_LIMBS = IntegerCall.find("dc_task_scratch_limbs");
        static final MemorySegment RUN = IntegerCall.find("dc_task_run");
    }

    private static final class TaskInSteps {
        static final MemorySegment STAGES = IntegerCall.find("dc_task_stages");
        static final MemorySegment STRANDS = IntegerCall.find("dc_task_strands");
        static final MemorySegment STEPS = IntegerCall.find("dc_task_steps");
    }

    /** Calls {@code dc_features}. */
    static long features() {
        return IntegerCall.call(Task.FEATURES, 0);
    }

    /** Calls {@code dc_features} through the generated handle, as the functions below. */
    public static long featuresInUse() {
        try {
            return (long) dc_features$handle().invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls {@code dc_features_detected}. */
    public static long featuresDetected() {
        try {
            return (long) dc_features_detected$handle().invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls {@code dc_level}. */
    public static int levelInUse() {
        try {
            return (int) dc_level$handle().invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls {@code dc_feature_name}. */
    public static String featureName(int bit) {
        try {
            return text((MemorySegment) dc_feature_name$handle().invokeExact(bit));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls {@code dc_level_name}. */
    public static String levelName(int level) {
        try {
            return text((MemorySegment) dc_level_name$handle().invokeExact(level));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls {@code dc_variant_name}. */
    public static String variantName(int operation) {
        try {
            return text((MemorySegment) dc_variant_name$handle().invokeExact(operation));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@return a string of C} The generated descriptors give its address no bounds. */
    private static String text(MemorySegment characters) {
        return characters.getString(0);
    }

    /** Calls {@code dc_level} without a generated class, whose initialization could fail. */
    public static int level() {
        return (int) IntegerCall.call(IntegerCall.find("dc_level"), 0);
    }

    /** Permits the features of a level and no others. */
    public static void limitLevel(int level) {
        try {
            long features = (long) dc_level_features$handle().invokeExact(level);
            long ignored = (long) dc_features_limit$handle().invokeExact(features);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls {@code dc_task_result_limbs}. */
    static long taskResultLimbs(MemorySegment task) {
        return requireSuccess(
                "dc_task_result_limbs", IntegerCall.call(Task.RESULT_LIMBS, address(task)));
    }

    /** Calls {@code dc_task_scratch_limbs}. */
    static long taskScratchLimbs(MemorySegment task) {
        return requireSuccess(
                "dc_task_scratch_limbs", IntegerCall.call(Task.SCRATCH_LIMBS, address(task)));
    }

    /** Calls {@code dc_task_stages}. */
    static long taskStages(MemorySegment task) {
        return requireSuccess(
                "dc_task_stages", IntegerCall.call(TaskInSteps.STAGES, address(task)));
    }

    /** Calls {@code dc_task_strands}. */
    static long taskStrands(MemorySegment task, long stage) {
        return requireSuccess(
                "dc_task_strands", IntegerCall.call(TaskInSteps.STRANDS, address(task), stage));
    }

    /** Calls {@code dc_task_steps}. */
    static long taskSteps(MemorySegment task, long stage) {
        return requireSuccess(
                "dc_task_steps", IntegerCall.call(TaskInSteps.STEPS, address(task), stage));
    }

    /** Calls {@code dc_task_run} for one step. */
    static void taskRun(MemorySegment task, long stage, long strand, long step) {
        requireSuccess(
                "dc_task_run", IntegerCall.call(Task.RUN, address(task), stage, strand, step));
    }

    /** Calls {@code dc_task_run} for the whole task. */
    static void taskRunInOneCall(MemorySegment task) {
        taskRun(task, -1, 0, 0);
    }

    /**
     * {@return the address of a native segment, whose memory cannot be freed during the call: a
     * segment of an arena belongs to the calling thread}
     */
    private static long address(MemorySegment segment) {
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("The memory has been freed.");
        }
        if (!segment.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException("The memory belongs to another thread.");
        }
        return segment.address();
    }

    private static long limbs(MemorySegment segment) {
        return segment.byteSize() / Long.BYTES;
    }

    private static void requireSameSize(MemorySegment bytes, MemorySegment limbs) {
        if (bytes.byteSize() != limbs.byteSize()) {
            throw new IndexOutOfBoundsException(bytes.byteSize() + " bytes do not fill "
                    + limbs.byteSize() + " bytes of limbs");
        }
    }

    /** A negative status is a defect: arguments were validated, and C determined the lengths. */
    static long requireSuccess(String function, long status) {
        if (status < 0) {
            throw new AssertionError(function + " returned the error code " + status);
        }
        return status;
    }

    /**
     * A downcall throws no exception of its own. Errors of the JVM, such as StackOverflowError, and
     * exceptions of the FFM API, such as those for closed segments, are passed on.
     */
    static AssertionError unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof RuntimeException exception) {
            throw exception;
        }
        return new AssertionError("invokeExact threw a checked exception", e);
    }

    private Downcalls() {}
}
