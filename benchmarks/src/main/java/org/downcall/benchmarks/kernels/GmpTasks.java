package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.function.LongSupplier;

/**
 * What GMP does, in two forms. In the one it stands in for Java: the operands come from there, and
 * the result goes there. In the other the operands are GMP's already, and the result is left with
 * it: what is timed is its own work, and the downcall. The check sees the result of both.
 */
final class GmpTasks {

    /**
     * From Java to GMP and back.
     *
     * @param takeIn puts the operands into GMP
     * @param compute makes the result of them
     */
    static Task number(Gmp result, Runnable takeIn, Runnable compute) {
        return Task.of(() -> {
            takeIn.run();
            compute.run();
            return result.toBigInteger();
        });
    }

    /**
     * Its length alone is taken out of GMP while it is timed; the check sees that, and what it is
     * the length of.
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

    /** Digits instead of a number: GMP's and then Java's. */
    static Task digits(Gmp number, Runnable takeIn, Runnable compute) {
        return Task.of(() -> {
            takeIn.run();
            compute.run();
            number.writeDigits();
            return number.digits();
        });
    }

    /** Digits that are left where GMP wrote them. */
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
