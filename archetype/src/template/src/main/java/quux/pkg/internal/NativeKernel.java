package quux.pkg.internal;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import quux.pkg.QuuxException;
import quux.pkg.internal.bindings.quux_h;

/**
 * The functions in C. Create it only after the library has been loaded.
 *
 * @param library which library it is
 */
record NativeKernel(String library) implements Kernel {

    /**
     * A critical call can read arrays of Java without a copy, but delays the garbage collector
     * until it returns. jextract cannot generate such a call, so this handle is linked by hand.
     *
     * <p>On x86-64, the JVM does not clear the upper halves of the vector registers before such a
     * call. If compiled Java code has just used them, for example to fill a new array, some CPUs
     * stop for more than a hundred clock cycles at the first SSE instruction of C. That matters for
     * short arrays only: pass those to a plain call, or begin the function with vzeroupper. The
     * recipe about critical calls in Downcall's guide to FFM explains this.
     */
    private static final MethodHandle DISTANCE = Linker.nativeLinker()
            .downcallHandle(
                    quux_h.quux_distance$address(),
                    quux_h.quux_distance$descriptor(),
                    Linker.Option.critical(true));

    /** How many bytes one critical call reads: a microsecond of work with SIMD, tens without. */
    static final int CRITICAL_BYTES = 1 << 13;

    @Override
    public int hamming(long a, long b) {
        // The generated method throws an AssertionError if the call fails in the JVM, for example
        // because the stack is used up.
        return quux_h.quux_hamming(a, b);
    }

    @Override
    public long power(long base, int exponent) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(JAVA_LONG);
            int status = quux_h.quux_power(base, exponent, result);
            if (status != quux_h.QUUX_OK()) {
                throw new QuuxException(status, JavaKernel.call(base, exponent));
            }
            return result.get(JAVA_LONG, 0);
        }
    }

    @Override
    public long distance(byte[] a, byte[] b) {
        MemorySegment left = MemorySegment.ofArray(a);
        MemorySegment right = MemorySegment.ofArray(b);
        long sum = 0;
        for (long start = 0; start < a.length; start += CRITICAL_BYTES) {
            long bytes = Math.min(CRITICAL_BYTES, a.length - start);
            sum += distance(left.asSlice(start, bytes), right.asSlice(start, bytes), bytes);
        }
        return sum;
    }

    private static long distance(MemorySegment a, MemorySegment b, long bytes) {
        try {
            return (long) DISTANCE.invokeExact(a, b, bytes);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall threw a checked exception", e);
        }
    }

    @Override
    public String toString() {
        return "C: " + library;
    }
}
