package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.function.LongSupplier;

/**
 * Tasks for GMP, in two forms. In one, the operands come from Java and the result goes back to
 * Java. In the other, the operands are in GMP already and the result stays there, so the time is
 * that of GMP's own work and the downcall. The check compares the results of both.
 */
final class GmpTasks {

    /**
     * {@return a task from Java to GMP and back}
     *
     * @param takeIn copies the operands to GMP
     * @param compute computes the result
     */
    static Task number(Gmp result, Runnable takeIn, Runnable compute) {
        return Task.of(() -> {
            takeIn.run();
            compute.run();
            return result.toBigInteger();
        });
    }

    /**
     * {@return a task whose result stays in GMP} Only its length is returned while it is timed. The
     * check compares the length and the number.
     */
    static Task numberLeft(Gmp result, Runnable takeIn, Runnable compute) {
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
    static Task digits(Gmp number, Runnable takeIn, Runnable compute) {
        return Task.of(() -> {
            takeIn.run();
            compute.run();
            number.writeDigits();
            return number.digits();
        });
    }

    /** {@return a task that leaves the digits where GMP wrote them} */
    static Task digitsLeft(Gmp number, Runnable takeIn, Runnable compute) {
        takeIn.run();
        LongSupplier timed = () -> {
            compute.run();
            return number.writeDigits();
        };
        return Task.ofLong(timed, () -> {
            timed.getAsLong();
            return number.digits();
        });
    }

    private GmpTasks() {}
}
