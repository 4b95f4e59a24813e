package org.downcall.benchmarks.kernels;

import java.util.List;
import java.util.Objects;
import org.downcall.benchmarks.run.RunMode;

/** A computation of any size that several contenders perform, all with the same result. */
public interface Kernel {

    /** {@return a short name: the value of a parameter} */
    String name();

    /** {@return the title in the report} */
    String title();

    /** {@return the unit of a size} */
    String unit();

    /**
     * {@return ascending sizes; none if the mode leaves the kernel out} Full mode has more of them
     * where C may begin to pay.
     */
    List<Long> sizes(RunMode mode);

    /**
     * {@return the contenders} The first is in Java, if there is one in Java. At each size, the
     * results of the others are compared with that of the first contender that runs with it.
     */
    List<Contender> contenders();

    /**
     * {@return whether the contender named "native" replaces a method of the JDK, the one named
     * "java"} It must then not be slower at any size.
     */
    default boolean standsInForJava() {
        return false;
    }

    /**
     * {@return whether the contenders run so much Java code that the compiler needs about a second
     * at small sizes}
     */
    default boolean settlesSlowly() {
        return standsInForJava();
    }

    /**
     * {@return whether charts show the time divided by the size} This suits a kernel whose time may
     * grow in steps.
     */
    default boolean isPerSize() {
        return false;
    }

    /**
     * {@return whether slices have the operands at different places in memory} Loops of wide vectors
     * depend on it by up to a third.
     */
    default boolean movesOperands() {
        return false;
    }

    /** {@return whether the operands of this size occupy more than a hundred megabytes} */
    default boolean isLarge(long size) {
        return false;
    }

    /**
     * {@return the most JVMs that measure it} A kernel whose many sizes make one curve needs fewer
     * than the mode has.
     */
    default int mostJvms() {
        return Integer.MAX_VALUE;
    }

    /**
     * {@return whether a result agrees with the expected one} The default is equality of objects or
     * arrays.
     */
    default boolean agree(Object expected, Object actual) {
        return Objects.deepEquals(expected, actual);
    }

    /** @throws IllegalArgumentException that lists the contenders */
    default Contender contender(String name) {
        return contenders().stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The kernel " + name()
                        + " has no contender '" + name + "'. Its contenders are "
                        + contenders().stream().map(Contender::name).toList() + "."));
    }
}
