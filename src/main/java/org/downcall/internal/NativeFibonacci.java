package org.downcall.internal;

import static org.downcall.internal.bindings.downcall_h.*;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.math.BigInteger;
import java.util.concurrent.Executor;

/**
 * The C kernels. Three ways lead to C:
 *
 * <ul>
 *   <li>the method that jextract generated, which is the plain one;
 *   <li>a {@link NativeTask}, in many calls, for anything that may run long;
 *   <li>a critical handle, linked here from the generated address and descriptor, for what ends
 *       within some ten microseconds: it saves the thread-state transition and lets heap arrays in
 *       without a copy, but holds up every safepoint until it returns.
 * </ul>
 */
public final class NativeFibonacci implements FibonacciKernel {

    private static final MethodHandle LONG =
            critical(dc_fib_long$address(), dc_fib_long$descriptor());
    private static final MethodHandle WRAPPING =
            critical(dc_fib_wrapping$address(), dc_fib_wrapping$descriptor());
    private static final MethodHandle EXACT_LIMBS =
            critical(dc_fib_exact_limbs$address(), dc_fib_exact_limbs$descriptor());
    private static final MethodHandle EXACT_SCRATCH_LIMBS =
            critical(dc_fib_exact_scratch_limbs$address(), dc_fib_exact_scratch_limbs$descriptor());
    private static final MethodHandle EXACT =
            critical(dc_fib_exact$address(), dc_fib_exact$descriptor());

    /**
     * Up to here {@code dc_fib_exact} is one critical call: it takes 2 us with AVX-512 and 5 us on
     * the oldest CPU (Zen 4).
     */
    static final long CRITICAL_EXACT_INDEX = 10_000;

    private final Check check;
    private final NativeMemory memory;

    /** Results are not checked, and memory is not limited. */
    public NativeFibonacci() {
        this(new Check(false), new NativeMemory(Long.MAX_VALUE));
    }

    NativeFibonacci(Check check, NativeMemory memory) {
        this.check = check;
        this.memory = memory;
    }

    private static MethodHandle critical(MemorySegment address, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(address, descriptor, Linker.Option.critical(true));
    }

    @Override
    public long longValue(int n) {
        try {
            return (long) LONG.invokeExact(n);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }

    @Override
    public long wrapping(long n) {
        try {
            return (long) WRAPPING.invokeExact(n);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }

    @Override
    public long wrappingIterative(int n) {
        return dc_fib_wrapping_iterative(n);
    }

    @Override
    public BigInteger exact(long n, Executor executor) {
        try {
            return n <= CRITICAL_EXACT_INDEX ? exactOnHeap(n) : exactInPieces(n, executor);
        } catch (Throwable e) {
            throw Thrown.unexpected(e);
        }
    }

    private BigInteger exactOnHeap(long n) throws Throwable {
        long resultLimbs = (long) EXACT_LIMBS.invokeExact(n);
        long scratchLimbs = (long) EXACT_SCRATCH_LIMBS.invokeExact(n);
        byte[] magnitude = new byte[(int) resultLimbs * Long.BYTES];
        MemorySegment result = MemorySegment.ofArray(new long[(int) resultLimbs]);
        MemorySegment scratch = MemorySegment.ofArray(new long[(int) scratchLimbs]);
        long limbs = (long) EXACT.invokeExact(result, resultLimbs, scratch, scratchLimbs, n);
        if (limbs < 0) {
            throw new AssertionError("dc_fib_exact returned " + limbs);
        }
        check.fibonacci(n, result.asSlice(0, limbs * Long.BYTES), 0);
        return Magnitude.toBigInteger(1, result, limbs, magnitude);
    }

    private BigInteger exactInPieces(long n, Executor executor) throws Throwable {
        try (NativeTask task =
                new NativeTask(memory, DC_FIB(), "F(" + n + ")", n, 0, 0, executor)) {
            byte[] magnitude = NativeBigIntegers.magnitudeFor(task.result());
            task.run();
            check.fibonacci(n, task.result(), 0);
            return Magnitude.toBigInteger(
                    1, task.result(), task.result().byteSize() / Long.BYTES, magnitude);
        }
    }

    @Override
    public String decimal(long n, Executor executor) {
        int digits = dc_fib_word_digits(n);
        try (NativeTask task = decimalTask(n, executor)) {
            task.run();
            check.fibonacci(n, task.result(), digits);
            return DecimalWords.toString(false, task.result(), digits);
        }
    }

    @Override
    public void decimal(long n, DecimalWords.Sink sink, Executor executor) throws IOException {
        int digits = dc_fib_word_digits(n);
        try (NativeTask task = decimalTask(n, executor)) {
            task.run();
            check.fibonacci(n, task.result(), digits);
            DecimalWords.write(task.result(), digits, sink);
        }
    }

    private NativeTask decimalTask(long n, Executor executor) {
        return new NativeTask(memory, DC_FIB_DECIMAL(), "F(" + n + ")", n, 0, 0, executor);
    }
}
