package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.function.LongSupplier;

/**
 * A computation of a C library, and the tasks that it can be timed as. In one form, the operands
 * come from Java and the result goes back to Java. In the other, the operands are in the library
 * already and the result stays there, so the time is that of the library's own work and the
 * downcall. The check compares the results of both.
 *
 * @param result the number that is computed
 * @param takeIn copies the operands to the library
 * @param compute computes the result
 */
record Computation(LibraryInteger result, Runnable takeIn, Runnable compute) {

    /** {@return a task from Java to the library and back} */
    Task number() {
        return Task.of(() -> {
            takeIn.run();
            compute.run();
            return result.toBigInteger();
        });
    }

    /**
     * {@return a task whose result stays in the library} Only its length is returned while it is
     * timed. The check compares the length and the number.
     */
    Task numberLeft() {
        takeIn.run();
        LongSupplier timed = () -> {
            compute.run();
            return result.bitLength();
        };
        return Task.ofLong(timed, () -> {
            long bits = timed.getAsLong();
            BigInteger left = result.toBigInteger();
            if (bits != Math.max(1, left.bitLength())) {
                throw new IllegalStateException(bits + " bits instead of " + left.bitLength());
            }
            return left;
        });
    }

    /** {@return a task whose result is a String} */
    Task digits() {
        return Task.of(() -> {
            takeIn.run();
            compute.run();
            result.writeDigits();
            return result.digits();
        });
    }

    /** {@return a task that leaves the digits where the library wrote them} */
    Task digitsLeft() {
        takeIn.run();
        LongSupplier timed = () -> {
            compute.run();
            return result.writeDigits();
        };
        return Task.ofLong(timed, () -> {
            timed.getAsLong();
            return result.digits();
        });
    }
}
