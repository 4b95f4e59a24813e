package org.downcall;

import java.nio.file.Path;
import java.util.Optional;
import org.downcall.internal.Kernels;
import org.downcall.internal.Version;

/**
 * Describes which kernels run in this JVM, and where the native library was found or why it is not
 * in use.
 *
 * <p>The kernels are chosen once for each class loader of this module: when a number is first long
 * enough for C, when a program first compares vectors, or in the first call of {@link #current}. If
 * an error of the JVM prevents that, such as too little memory, the next use chooses them; until
 * then the kind is {@link Kind#NONE}. The methods of this class throw nothing, except if there is
 * not even memory for what they return. Instances are immutable and thread-safe.
 *
 * <p>{@code System.out.println(Backend.current())} prints one line for a log, for example:
 * {@snippet lang=text :
 * downcall 0.1.0: native kernels, instruction set avx512, library bundled in the jar
 * }
 */
public final class Backend {

    /** The kernels that run. */
    public enum Kind {
        /**
         * The native kernels run wherever they are faster than the Java kernels, or for every call
         * if {@code org.downcall.backend=native} is set.
         */
        NATIVE,
        /** Only the Java kernels run: the native library is unavailable or switched off. */
        JAVA,
        /**
         * No kernels run: the system properties have an invalid value or require a native library
         * that is unavailable, or an error of the JVM, such as too little memory, has prevented the
         * choice so far. Every computation throws.
         */
        NONE
    }

    // These are constants, because there may be no memory to create another text.
    private static final String HEAP_TOO_FULL =
            "The kernels have not been chosen yet, because the JVM ran out of memory. Use the"
                    + " library again when there is more memory.";
    private static final String STACK_TOO_SHORT =
            "The kernels have not been chosen yet, because the stack of the thread is too short."
                    + " Use the library again on a thread with more stack.";

    /** Null if another kind of kernels runs. */
    private final Kernels.Native inC;

    private final boolean inJava;

    /** Null if the native kernels run. */
    private final String reason;

    Backend(Kernels kernels) {
        inC = kernels instanceof Kernels.Native chosen ? chosen : null;
        inJava = kernels instanceof Kernels.JavaOnly;
        reason = kernels.reason();
    }

    /** Describes an attempt to choose the kernels that has failed. */
    Backend(Throwable failure) {
        inC = null;
        inJava = false;
        if (failure instanceof OutOfMemoryError) {
            reason = HEAP_TOO_FULL;
        } else if (failure instanceof StackOverflowError) {
            reason = STACK_TOO_SHORT;
        } else {
            reason = "The kernels cannot be chosen. The JVM reports: " + failure
                    + ". Restart the JVM.";
        }
    }

    /** {@return the backend of this JVM} */
    public static Backend current() {
        try {
            return new Backend(Kernels.chosen());
        } catch (RuntimeException | Error e) {
            return new Backend(e);
        }
    }

    /** {@return which kernels run} */
    public Kind kind() {
        if (inC != null) {
            return Kind.NATIVE;
        }
        return inJava ? Kind.JAVA : Kind.NONE;
    }

    /**
     * {@return the version of this module, such as {@code "1.2.3"}} The native library always has
     * the same version.
     */
    public String version() {
        return Version.VERSION;
    }

    /**
     * {@return the file from which the native library was loaded; empty if none is in use} The
     * bundled library is loaded from a private copy. POSIX systems delete the copy immediately, so
     * the path then names a file that no longer exists.
     */
    public Optional<Path> libraryPath() {
        return inC == null ? Optional.empty() : Optional.of(inC.libraryPath());
    }

    /**
     * {@return the lowest level that contains every CPU feature that the native library uses:
     * {@code "baseline"}, {@code "adx"}, {@code "neon"}, {@code "avx2"} or {@code "avx512"}; empty if
     * no native library is in use}
     */
    public Optional<String> instructionSet() {
        return inC == null ? Optional.empty() : Optional.of(inC.level());
    }

    /**
     * {@return why no native library is in use, and what to do about it; empty if one is in use}
     */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** {@return the version, the kernels that run, and the library or the reason, in one line} */
    @Override
    public String toString() {
        String kernels = inC != null
                ? "native kernels, instruction set " + inC.level() + ", library "
                        + inC.libraryDescription()
                : (inJava ? "Java kernels. " : "no kernels. ") + reason;
        return "downcall " + version() + ": " + kernels;
    }
}
