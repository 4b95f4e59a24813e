package org.downcall;

import java.nio.file.Path;
import java.util.Optional;
import org.downcall.internal.Kernels;
import org.downcall.internal.NativeLibrary;
import org.downcall.internal.Version;

/**
 * Tells which kernels run in this JVM, from where, and why not native if they do not.
 *
 * <p>The decision is made once for each class loader of this module, when one of its classes is
 * first used, and never changes. Asking for it never fails. Instances are immutable and may be
 * shared between threads.
 *
 * <p>A line for a log: {@code System.out.println(Backend.current())} prints for example
 * {@snippet lang=text :
 * downcall 0.1.0: native kernels, instruction set avx512, library bundled in the jar
 * }
 */
public final class Backend {

    /** Who computes. */
    public enum Kind {
        /** C, wherever it is faster than Java. */
        NATIVE,
        /** Java alone: the library cannot be used, or is not wanted. */
        JAVA,
        /**
         * Nobody: the system properties ask for what cannot be had, and every computation throws.
         */
        NONE
    }

    private static final Backend CURRENT = new Backend(Kernels.CHOSEN);

    private final Kernels kernels;

    private Backend(Kernels kernels) {
        this.kernels = kernels;
    }

    /** {@return the backend of this JVM} */
    public static Backend current() {
        return CURRENT;
    }

    /** {@return which kernels run} */
    public Kind kind() {
        if (kernels.library() != null) {
            return Kind.NATIVE;
        }
        return kernels.failure() == null ? Kind.JAVA : Kind.NONE;
    }

    /**
     * {@return the version of this module, such as {@code "1.2.3"}} A library of another version is
     * never in use.
     */
    public String version() {
        return Version.VERSION;
    }

    /**
     * {@return the file that the library comes from; empty if no library is in use} The one bundled
     * in the jar is loaded from a private copy that is deleted right away on POSIX systems: its
     * path then names a file that is no longer there.
     */
    public Optional<Path> libraryPath() {
        return Optional.ofNullable(kernels.library()).map(NativeLibrary::path);
    }

    /**
     * {@return the lowest level that contains every CPU feature that the library uses: {@code
     * "baseline"}, {@code "adx"}, {@code "avx2"} or {@code "avx512"}; empty if no library is in use}
     */
    public Optional<String> instructionSet() {
        return Optional.ofNullable(kernels.isa());
    }

    /** {@return why no native library is in use, and what would change that; empty if one is} */
    public Optional<String> reason() {
        return Optional.ofNullable(kernels.reason());
    }

    /** {@return one line with all of the above} */
    @Override
    public String toString() {
        String start = "downcall " + version() + ": ";
        return switch (kind()) {
            case NATIVE ->
                start + "native kernels, instruction set " + kernels.isa() + ", library "
                        + kernels.library().description();
            case JAVA -> start + "Java kernels. " + kernels.reason();
            case NONE -> start + "no kernels. " + kernels.reason();
        };
    }
}
