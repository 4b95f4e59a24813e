package org.downcall.benchmarks.kernels;

import java.util.List;
import java.util.Objects;
import org.downcall.benchmarks.run.RunMode;

/** A task of any size that several contenders do, all with the same result. */
public interface Kernel {

    /** Short: the value of a parameter. */
    String name();

    /** For readers. */
    String title();

    /** What a size counts. */
    String unit();

    /** Ascending. The smaller steps of full mode are where C may begin to pay. */
    List<Long> sizes(RunMode mode);

    /**
     * The first is in Java, unless there is no Java to compare with. At each size, the first of
     * those that run with it is what the others are checked against.
     */
    List<Contender> contenders();

    /**
     * Whether the contender named "native" stands in for a method that the JDK has, the one named
     * "java": then it must nowhere be slower.
     */
    default boolean standsInForJava() {
        return false;
    }

    /**
     * Whether so much Java lies around the work that small sizes are not compiled for about a
     * second.
     */
    default boolean settlesSlowly() {
        return standsInForJava();
    }

    /**
     * Whether charts show the time divided by the size: for a kernel that asks whether it grows in
     * steps.
     */
    default boolean isPerSize() {
        return false;
    }

    /**
     * In how many JVMs at most it is measured: in fewer than the mode's where many sizes make one
     * curve.
     */
    default int mostJvms() {
        return Integer.MAX_VALUE;
    }

    /**
     * Whether a contender's result is the first one's; by default that of equal objects or arrays.
     */
    default boolean agree(Object expected, Object actual) {
        return Objects.deepEquals(expected, actual);
    }

    /** @throws IllegalArgumentException that lists the contenders there are */
    default Contender contender(String name) {
        return contenders().stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no contender " + name + " of " + name() + ": it must be one of "
                                + contenders().stream().map(Contender::name).toList()));
    }
}
