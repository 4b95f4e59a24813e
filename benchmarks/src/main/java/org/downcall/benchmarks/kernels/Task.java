package org.downcall.benchmarks.kernels;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.openjdk.jmh.infra.Blackhole;

/** A contender's work at one size, with its operands ready. */
public interface Task {

    /** What is timed. */
    void run(Blackhole blackhole);

    /** {@return what the work results in} For the check that all contenders do the same. */
    Object result();

    /** Work with an object as its result. */
    static Task of(Supplier<?> work) {
        return of(work, work);
    }

    /**
     * Work with an object as its result, and more to be done before it is compared.
     *
     * @param work what is timed
     * @param fetched the same with what is not
     */
    static Task of(Supplier<?> work, Supplier<?> fetched) {
        return new Task() {
            @Override
            public void run(Blackhole blackhole) {
                blackhole.consume(work.get());
            }

            @Override
            public Object result() {
                return fetched.get();
            }
        };
    }

    /** Work with a long as its result, which is not boxed while it is timed. */
    static Task ofLong(LongSupplier work) {
        return ofLong(work, work::getAsLong);
    }

    /**
     * Work that leaves its result where only a further step can fetch it for the comparison.
     *
     * @param work what is timed
     * @param fetched the same with that step
     */
    static Task ofLong(LongSupplier work, Supplier<?> fetched) {
        return new Task() {
            @Override
            public void run(Blackhole blackhole) {
                blackhole.consume(work.getAsLong());
            }

            @Override
            public Object result() {
                return fetched.get();
            }
        };
    }
}
