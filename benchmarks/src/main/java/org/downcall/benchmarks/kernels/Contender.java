package org.downcall.benchmarks.kernels;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.downcall.Backend;
import org.downcall.benchmarks.run.DowncallKernels;

/**
 * One way to do what a kernel does.
 *
 * @param name short: the value of a parameter
 * @param title for readers
 * @param absence why it cannot run here, a sentence without a full stop; asked for only by those
 *     who want to run it
 * @param smallest the smallest size that it runs with; below, it would do what another contender
 *     does
 * @param largest the largest size that it runs with; beyond, one operation would take too long
 * @param onlyPowersOfTen whether it leaves out the sizes between them, which are there to find a
 *     break-even
 * @param slowFrom from which size on an operation takes so long, some tenths of a second or more,
 *     that it warms up by itself and a few of them have to do
 * @param preparation makes its task at a size; where it is absent, this is not called
 */
public record Contender(
        String name,
        String title,
        Kind kind,
        Supplier<Optional<String>> absence,
        long smallest,
        long largest,
        boolean onlyPowersOfTen,
        long slowFrom,
        LongFunction<Task> preparation) {

    /** What a contender is made of. */
    public enum Kind {
        /** Java as one writes it. */
        JAVA("Java"),
        /** C of this project, called from Java. */
        NATIVE("C"),
        /** Java with jdk.incubator.vector. */
        VECTOR_API("Vector API"),
        /** A Java library. */
        LIBRARY("Java library"),
        /** A library in C that the system has, called from Java. */
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
     * One that runs with all sizes. It is absent if it is of this project's C and the library
     * cannot be loaded.
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
                slowFrom,
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
                slowFrom,
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
                slowFrom,
                preparation);
    }

    public Contender atPowersOfTen() {
        return new Contender(
                name, title, kind, absence, smallest, largest, true, slowFrom, preparation);
    }

    public Contender slowFrom(long size) {
        return new Contender(
                name, title, kind, absence, smallest, largest, onlyPowersOfTen, size, preparation);
    }

    public boolean runsWith(long size) {
        return size >= smallest && size <= largest && (!onlyPowersOfTen || isPowerOfTen(size));
    }

    public boolean isSlowWith(long size) {
        return size >= slowFrom;
    }

    private static boolean isPowerOfTen(long size) {
        return Long.toString(size).matches("10*");
    }

    public Task prepare(long size) {
        return preparation.apply(size);
    }
}
