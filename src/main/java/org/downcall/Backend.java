package org.downcall;

import java.nio.file.Path;
import java.util.Optional;
import org.downcall.internal.Kernels;
import org.downcall.internal.Version;

/**
 * Describes which kernels run in this JVM, and where the native library was found or why it is not
 * in use.
 *
 * <p>The kernels are chosen once for each class loader of this module, when one of the module's
 * classes is first used. If an error of the JVM prevents that, such as too little memory, the next
 * use chooses them; until then the kind is {@link Kind#NONE}. The methods of this class never
 * throw. Instances are immutable and thread-safe.
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

    private final Kernels kernels;
    private final String level;

    Backend(Kernels kernels) {
        this.kernels = kernels;
        level = kernels instanceof Kernels.Native inC ? level(inC) : null;
    }

    private static String level(Kernels.Native inC) {
        try {
            return inC.level();
        } catch (VirtualMachineError e) {
            return null;
        }
    }

    /** {@return the backend of this JVM} */
    public static Backend current() {
        try {
            return new Backend(Kernels.chosen());
        } catch (VirtualMachineError e) {
            return new Backend(Kernels.Unavailable.forNow(e));
        }
    }

    /** {@return which kernels run} */
    public Kind kind() {
        return switch (kernels) {
            case Kernels.Native inC -> Kind.NATIVE;
            case Kernels.JavaOnly inJava -> Kind.JAVA;
            case Kernels.Unavailable none -> Kind.NONE;
        };
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
        return kernels instanceof Kernels.Native inC
                ? Optional.of(inC.libraryPath())
                : Optional.empty();
    }

    /**
     * {@return the lowest level that contains every CPU feature that the native library uses:
     * {@code "baseline"}, {@code "adx"}, {@code "neon"}, {@code "avx2"} or {@code "avx512"}; empty if
     * no native library is in use, or if the JVM had too little memory to query it}
     */
    public Optional<String> instructionSet() {
        return Optional.ofNullable(level);
    }

    /**
     * {@return why no native library is in use, and what to do about it; empty if one is in use}
     */
    public Optional<String> reason() {
        return switch (kernels) {
            case Kernels.Native inC -> Optional.empty();
            case Kernels.JavaOnly inJava -> Optional.of(inJava.reason());
            case Kernels.Unavailable none -> Optional.of(none.reason());
        };
    }

    /** {@return the version, the kernels that run, and the library or the reason, in one line} */
    @Override
    public String toString() {
        String kernelsInUse = switch (kernels) {
            case Kernels.Native inC ->
                "native kernels, instruction set " + instructionSet().orElse("unknown")
                        + ", library " + inC.libraryDescription();
            case Kernels.JavaOnly inJava -> "Java kernels. " + inJava.reason();
            case Kernels.Unavailable none -> "no kernels. " + none.reason();
        };
        return "downcall " + version() + ": " + kernelsInUse;
    }
}
