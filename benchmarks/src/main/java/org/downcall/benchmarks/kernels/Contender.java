package org.downcall.benchmarks.kernels;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.downcall.Backend;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/** An implementation of a kernel. The methods that change a property return a changed copy. */
public final class Contender {

    /** The kind of an implementation. */
    public enum Kind {
        /** Plain Java. */
        JAVA("Java"),
        /** The C of this project, called from Java. */
        NATIVE("C"),
        /** Java with jdk.incubator.vector. */
        VECTOR_API("Vector API"),
        /** A Java library. */
        LIBRARY("Java library"),
        /** A C library of the system, called from Java. */
        SYSTEM("system library");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final String name;
    private final String title;
    private final Kind kind;
    private final LongFunction<Task> preparation;
    private Supplier<Optional<String>> absence;
    private long smallest;
    private long largest = Long.MAX_VALUE;
    private boolean onlyPowersOfTen;
    private boolean onlyInFullMode;
    private long slowFrom = Long.MAX_VALUE;
    private long onceFrom = Long.MAX_VALUE;
    private List<String> jvmArguments = List.of();

    private Contender(Kind kind, String name, String title, LongFunction<Task> preparation) {
        this.kind = kind;
        this.name = name;
        this.title = title;
        this.preparation = preparation;
        absence = kind == Kind.NATIVE ? Contender::whyNoLibrary : Optional::empty;
    }

    /**
     * {@return a contender that runs with all sizes} One of the kind NATIVE is absent if the native
     * library is unavailable.
     *
     * @param name short: the value of a parameter
     * @param title for readers
     * @param preparation creates its task at a size; not called if the contender is absent
     */
    public static Contender of(
            Kind kind, String name, String title, LongFunction<Task> preparation) {
        return new Contender(kind, name, title, preparation);
    }

    private static Optional<String> whyNoLibrary() {
        return DowncallKernels.present() ? Optional.empty() : Backend.current().reason();
    }

    private Contender with(Consumer<Contender> change) {
        Contender copy = new Contender(kind, name, title, preparation);
        copy.absence = absence;
        copy.smallest = smallest;
        copy.largest = largest;
        copy.onlyPowersOfTen = onlyPowersOfTen;
        copy.onlyInFullMode = onlyInFullMode;
        copy.slowFrom = slowFrom;
        copy.onceFrom = onceFrom;
        copy.jvmArguments = jvmArguments;
        change.accept(copy);
        return copy;
    }

    /**
     * @param absence why it cannot run here: a sentence without a full stop, or empty. Computed
     *     only when needed.
     */
    public Contender unless(Supplier<Optional<String>> absence) {
        return with(copy -> copy.absence = absence);
    }

    /** @param size the smallest; below, it would do the same as another contender */
    public Contender from(long size) {
        return with(copy -> copy.smallest = size);
    }

    /** @param size the largest; beyond, an operation would take too long */
    public Contender upTo(long size) {
        return with(copy -> copy.largest = size);
    }

    /** Omits the sizes between powers of ten, which are measured to find the break-even. */
    public Contender atPowersOfTen() {
        return with(copy -> copy.onlyPowersOfTen = true);
    }

    /** Leaves it out in the default mode, which has to be short. */
    public Contender inFullMode() {
        return with(copy -> copy.onlyInFullMode = true);
    }

    /**
     * @param size from which an operation takes tenths of a second or more. Such operations have
     *     few samples, and a warm-up of at least two operations.
     */
    public Contender slowFrom(long size) {
        return with(copy -> copy.slowFrom = size);
    }

    /**
     * @param size from which an operation takes ten seconds or more. Such an operation has a single
     *     sample in a single JVM.
     */
    public Contender onceFrom(long size) {
        return with(copy -> copy.onceFrom = size);
    }

    /** @param arguments that its JVM needs in addition */
    public Contender inJvmWith(String... arguments) {
        return with(copy -> copy.jvmArguments = List.of(arguments));
    }

    public String name() {
        return name;
    }

    public String title() {
        return title;
    }

    public Kind kind() {
        return kind;
    }

    /** {@return why it cannot run here; empty if it can} */
    public Optional<String> absence() {
        return absence.get();
    }

    public boolean runsIn(RunMode mode) {
        return mode != RunMode.DEFAULT || !onlyInFullMode;
    }

    /** {@return whether it can compute this size} */
    boolean computes(long size) {
        return size >= smallest && size <= largest;
    }

    /** {@return whether this size is measured} */
    public boolean runsWith(long size) {
        return computes(size) && (!onlyPowersOfTen || isPowerOfTen(size));
    }

    public boolean isSlowWith(long size) {
        return size >= slowFrom;
    }

    public boolean runsOnceWith(long size) {
        return size >= onceFrom;
    }

    private static boolean isPowerOfTen(long size) {
        return Long.toString(size).matches("10*");
    }

    /** {@return the arguments that its JVM needs in addition} */
    List<String> jvmArguments() {
        return jvmArguments;
    }

    public Task prepare(long size) {
        return preparation.apply(size);
    }
}
