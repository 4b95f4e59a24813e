package org.downcall.internal;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.internal.bindings.downcall_h.*;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.math.BigInteger;

/**
 * The C kernels. Two ways lead to C:
 * <ul>
 * <li>the method that jextract generated, for anything that may run long;
 * <li>a critical handle, linked here from the generated address and descriptor, for what ends within some ten
 *     microseconds: it saves the thread-state transition and lets heap arrays in without a copy, but holds up
 *     every safepoint until it returns.
 * </ul>
 */
public final class NativeFibonacci implements FibonacciKernel {

    private static final MethodHandle LONG = critical(dc_fib_long$address(), dc_fib_long$descriptor());
    private static final MethodHandle WRAPPING = critical(dc_fib_wrapping$address(), dc_fib_wrapping$descriptor());
    private static final MethodHandle EXACT_LIMBS =
            critical(dc_fib_exact_limbs$address(), dc_fib_exact_limbs$descriptor());
    private static final MethodHandle EXACT_SCRATCH_LIMBS =
            critical(dc_fib_exact_scratch_limbs$address(), dc_fib_exact_scratch_limbs$descriptor());
    private static final MethodHandle EXACT = critical(dc_fib_exact$address(), dc_fib_exact$descriptor());
    private static final MethodHandle TO_BIG_ENDIAN =
            critical(dc_limbs_to_big_endian$address(), dc_limbs_to_big_endian$descriptor());

    /** Up to here {@code dc_fib_exact} may be critical: it takes 3 to 9 us on Zen 3, depending on the instruction set. */
    static final long CRITICAL_EXACT_INDEX = 10_000;

    /** The bytes of a number are written in pieces of this many limbs, about 5 us each on Zen 3. */
    static final int CRITICAL_LIMBS = 8_192;

    private static MethodHandle critical(MemorySegment address, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(address, descriptor, Linker.Option.critical(true));
    }

    @Override
    public long longValue(int n) {
        try {
            return (long) LONG.invokeExact(n);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long wrapping(long n) {
        try {
            return (long) WRAPPING.invokeExact(n);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long wrappingIterative(int n) {
        return dc_fib_wrapping_iterative(n);
    }

    @Override
    public BigInteger exact(long n) {
        try {
            long resultLimbs = (long) EXACT_LIMBS.invokeExact(n);
            long scratchLimbs = (long) EXACT_SCRATCH_LIMBS.invokeExact(n);
            // Before the work and not after it: if the heap has no room, that is better known now.
            byte[] magnitude = new byte[Math.toIntExact(resultLimbs * Long.BYTES)];
            if (n <= CRITICAL_EXACT_INDEX) {
                MemorySegment result = MemorySegment.ofArray(new long[(int) resultLimbs]);
                MemorySegment scratch = MemorySegment.ofArray(new long[(int) scratchLimbs]);
                long limbs = (long) EXACT.invokeExact(result, resultLimbs, scratch, scratchLimbs, n);
                return toBigInteger(result, limbs, magnitude);
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment result = arena.allocate(JAVA_LONG, resultLimbs);
                MemorySegment scratch = arena.allocate(JAVA_LONG, scratchLimbs);
                long limbs = dc_fib_exact(result, resultLimbs, scratch, scratchLimbs, n);
                return toBigInteger(result, limbs, magnitude);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** @param magnitude zeros, and as long as the limbs or longer */
    private static BigInteger toBigInteger(MemorySegment limbs, long count, byte[] magnitude) throws Throwable {
        if (count < 0) {
            throw new AssertionError("dc_fib_exact returned " + count);
        }
        MemorySegment bytes = MemorySegment.ofArray(magnitude);
        for (long done = 0; done < count; done += CRITICAL_LIMBS) {
            long piece = Math.min(CRITICAL_LIMBS, count - done);
            // The piece is cut to its exact size: the slice is the bounds check of what C reads and writes.
            MemorySegment from = limbs.asSlice(done * Long.BYTES, piece * Long.BYTES);
            MemorySegment to = bytes.asSlice(bytes.byteSize() - (done + piece) * Long.BYTES, piece * Long.BYTES);
            TO_BIG_ENDIAN.invokeExact(to, from, piece);
        }
        return new BigInteger(1, magnitude);
    }

    /** A downcall throws nothing of its own; what comes through are errors of the JVM, such as StackOverflowError. */
    private static AssertionError unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof RuntimeException exception) {
            throw exception;
        }
        return new AssertionError("invokeExact declares Throwable, but this cannot happen", e);
    }
}
