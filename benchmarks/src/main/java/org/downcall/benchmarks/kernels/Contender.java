package org.downcall.benchmarks.kernels;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.downcall.Backend;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/**
 * An implementation of a kernel.
 *
 * @param name short: the value of a parameter
 * @param title for readers
 * @param absence why it cannot run here: a sentence without a full stop, or empty. Computed only
 *     when needed.
 * @param smallest the smallest size that it runs with; below, it would do the same as another
 *     contender
 * @param largest the largest size that it runs with; beyond, an operation would take too long
 * @param onlyPowersOfTen whether it omits the sizes between powers of ten, which are measured to
 *     find the break-even
 * @param onlyInFullMode whether it is left out in the default mode, which has to be short
 * @param slowFrom the size from which an operation takes tenths of a second or more. Such
 *     operations have few samples and a warm-up of one operation
 * @param onceFrom the size from which an operation takes ten seconds or more. Such an operation has
 *     a single sample in a single JVM
 * @param preparation creates its task at a size; not called if the contender is absent
 */
public record Contender(
        String name,
        String title,
        Kind kind,
        Supplier<Optional<String>> absence,
        long smallest,
        long largest,
        boolean onlyPowersOfTen,
        boolean onlyInFullMode,
        long slowFrom,
        long onceFrom,
        LongFunction<Task> preparation) {

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

    /**
     * {@return a contender that runs with all sizes} One of the kind NATIVE is absent if the native
     * library is unavailable.
     */
    public static Contender of(
            Kind kind, String name, String title, LongFunction<Task> preparation) {
        return new Contender(
                name,
                title,
                kind,
                kind == Kind.NATIVE ? Contender::whyNoLibrary : Optional::empty,
                0,
                Long.MAX_VALUE,
                false,
                false,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                preparation);
    }

    private static Optional<String> whyNoLibrary() {
        return DowncallKernels.present() ? Optional.empty() : Backend.current().reason();
    }

    public Contender unless(Supplier<Optional<String>> absence) {
        return new Contender(
                name,
                title,
                kind,
                absence,
                smallest,
                largest,
                onlyPowersOfTen,
                onlyInFullMode,
                slowFrom,
                onceFrom,
                preparation);
    }

    public Contender from(long smallest) {
        return new Contender(
                name,
                title,
                kind,
                absence,
                smallest,
                largest,
                onlyPowersOfTen,
                onlyInFullMode,
                slowFrom,
                onceFrom,
                preparation);
    }

    public Contender upTo(long largest) {
        return new Contender(
                name,
                title,
                kind,
                absence,
                smallest,
                largest,
                onlyPowersOfTen,
                onlyInFullMode,
                slowFrom,
                onceFrom,
                preparation);
    }

    public Contender atPowersOfTen() {
        return new Contender(
                name,
                title,
                kind,
                absence,
                smallest,
                largest,
                true,
                onlyInFullMode,
                slowFrom,
                onceFrom,
                preparation);
    }

    public Contender inFullMode() {
        return new Contender(
                name,
                title,
                kind,
                absence,
                smallest,
                largest,
                onlyPowersOfTen,
                true,
                slowFrom,
                onceFrom,
                preparation);
    }

    public Contender slowFrom(long size) {
        return new Contender(
                name,
                title,
                kind,
                absence,
                smallest,
                largest,
                onlyPowersOfTen,
                onlyInFullMode,
                size,
                onceFrom,
                preparation);
    }

    public Contender onceFrom(long size) {
        return new Contender(
                name,
                title,
                kind,
                absence,
                smallest,
                largest,
                onlyPowersOfTen,
                onlyInFullMode,
                slowFrom,
                size,
                preparation);
    }

    public boolean runsIn(RunMode mode) {
        return mode != RunMode.DEFAULT || !onlyInFullMode;
    }

    public boolean runsWith(long size) {
        return size >= smallest && size <= largest && (!onlyPowersOfTen || isPowerOfTen(size));
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

    public Task prepare(long size) {
        return preparation.apply(size);
    }
}
