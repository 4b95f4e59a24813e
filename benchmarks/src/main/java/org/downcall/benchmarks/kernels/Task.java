package org.downcall.benchmarks.kernels;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.openjdk.jmh.infra.Blackhole;

/** The work of a contender at one size, with its operands prepared. */
public interface Task extends AutoCloseable {

    /** Does the work. This is timed. */
    void run(Blackhole blackhole);

    /** {@return the result} It is checked against those of the other contenders. */
    Object result();

    /** Frees memory outside of the heap. The JVM that times the task ends instead. */
    @Override
    default void close() {}

    /** {@return work with an object as its result} */
    static Task of(Supplier<?> work) {
        return of(work, work);
    }

    /**
     * {@return work with an object as its result, and a further step before the comparison}
     *
     * @param work the timed work
     * @param fetched the same work with the further step, which is not timed
     */
    static Task of(Supplier<?> work, Supplier<?> fetched) {
        return of(work, fetched, () -> {});
    }

    /**
     * {@return work with an object as its result}
     *
     * @param work the timed work
     * @param close frees the memory that the work uses
     */
    static Task of(Supplier<?> work, Runnable close) {
        return of(work, work, close);
    }

    private static Task of(Supplier<?> work, Supplier<?> fetched, Runnable close) {
        return new Task() {
            @Override
            public void run(Blackhole blackhole) {
                blackhole.consume(work.get());
            }

            @Override
            public Object result() {
                return fetched.get();
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    /** {@return work with a long as its result, which is not boxed while it is timed} */
    static Task ofLong(LongSupplier work) {
        return ofLong(work, work::getAsLong);
    }

    /**
     * {@return work whose result only a further step can fetch for the comparison}
     *
     * @param work the timed work
     * @param fetched the same work with that step
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
