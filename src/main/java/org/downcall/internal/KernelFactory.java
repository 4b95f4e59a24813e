package org.downcall.internal;

import java.util.function.Consumer;
import org.downcall.internal.Settings.Mode;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.calls.Libc;
import org.downcall.internal.calls.NativeMemory;
import org.downcall.internal.loading.ExcludedLibraryError;
import org.downcall.internal.loading.LibraryLoader;
import org.downcall.internal.loading.LibrarySpec;
import org.downcall.internal.loading.NativeLibrary;
import org.downcall.internal.numbers.BigDecimalKernel;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.NativeBigDecimals;
import org.downcall.internal.numbers.NativeBigIntegers;
import org.downcall.internal.numbers.NativeFibonacci;
import org.downcall.internal.numbers.NativeResources;
import org.downcall.internal.vectors.NativeVectors;
import org.downcall.internal.vectors.VectorKernel;

/**
 * Creates the kernels that the settings permit, and loads the native library for them. Linking the
 * first handle takes longest, so it starts first. If {@link Kernels} contained this code, the JVM
 * would verify it before that.
 */
final class KernelFactory {

    /** The JVM does not always report why the initialization of a class failed. */
    private static final String RESTART = " The JVM cannot use a class again whose initialization"
            + " has failed, for example because the heap was full. Restart the JVM.";

    /**
     * Chooses the kernels for large work.
     *
     * @param warnings receives what the user should know although the kernels work
     * @throws VirtualMachineError if the heap or the stack was too small; the next attempt may
     *     succeed
     */
    static Kernels choose(Settings settings, Consumer<String> warnings) {
        return choose(settings, warnings, null);
    }

    /** @param started null if the first handle is not being linked yet */
    static Kernels choose(Settings settings, Consumer<String> warnings, Linking started) {
        if (settings.mode() == Mode.JAVA) {
            return new Kernels.JavaOnly(
                    "The system property " + Settings.BACKEND + " is set to java.");
        }
        Messages rejected = new Messages();
        try {
            Kernels.Native kernels = withLibrary(settings, rejected, started);
            if (!rejected.all().isEmpty()) {
                warnings.accept("The native library in use is " + kernels.libraryDescription()
                        + ". A library on java.library.path cannot be used. "
                        + String.join(" ", rejected.all()));
            }
            return kernels;
        } catch (RuntimeException | Error e) {
            throwIfTransient(e);
            // Only UnsatisfiedLinkError is expected. Others are possible, such as an IOError of a
            // path, or what a file system provider throws. The Java kernels can run after any of
            // them.
            rejected.accept(description(e));
            String reason = String.join(" ", rejected.all());
            if (settings.mode() == Mode.NATIVE) {
                return new Kernels.Unavailable(
                        reason, new UnsatisfiedLinkError(reason).initCause(e));
            }
            if (e instanceof ExcludedLibraryError && rejected.all().size() == 1) {
                return new Kernels.JavaOnly(reason); // as the user asked
            }
            warnings.accept("The native library is unavailable, so the Java kernels run. " + reason
                    + " To run the Java kernels without this warning, set -D" + Settings.BACKEND
                    + "=java.");
            return new Kernels.JavaOnly(reason);
        }
    }

    /** {@return whether {@link #choose} will try to load a library} */
    static boolean hasCandidate(Settings settings) {
        return settings.mode() != Mode.JAVA
                && loader(settings, null).hasCandidate(settings.libraryPath());
    }

    private static LibraryLoader loader(Settings settings, Runnable beforeFirstCall) {
        LibrarySpec library = new LibrarySpec(
                "downcall",
                "/META-INF/native",
                new DowncallIdentity(),
                Settings.LIBRARY_PATH,
                Settings.TMPDIR);
        return new LibraryLoader(
                library,
                settings.temporaryDirectory(),
                settings.testedOnly() ? Settings.PLATFORMS : null,
                beforeFirstCall);
    }

    /**
     * Loads the library and creates its kernels. At the same time, another thread links the first
     * handle, which takes longer. This thread waits for it before it uses the FFM API itself, so
     * that the two threads do not initialize classes that depend on each other.
     */
    private static Kernels.Native withLibrary(
            Settings settings, Consumer<String> rejected, Linking started) {
        Linking linking = started == null ? new Linking() : started;
        try {
            NativeMemory memory = new NativeMemory(settings.memory(), Settings.MEMORY);
            NativeResources resources = new NativeResources(settings.check(), memory);
            FibonacciKernel fibonacci = new NativeFibonacci(resources);
            BigIntegerKernel bigIntegers = new NativeBigIntegers(resources);
            BigDecimalKernel bigDecimals = new NativeBigDecimals(bigIntegers);
            VectorKernel vectors = new NativeVectors(memory);
            NativeLibrary library =
                    loader(settings, linking).load(settings.libraryPath(), rejected);
            if (settings.isa() != null) {
                InstructionSet.select(settings.isa());
            }
            // If the class that calls most functions is unusable, this throws.
            Libc.link();
            return new Kernels.Native(
                    library, Downcalls.level(), fibonacci, bigIntegers, bigDecimals, vectors);
        } finally {
            linking.await();
        }
    }

    /**
     * Throws errors of the JVM unchanged. Class initialization wraps those that more memory would
     * have avoided. An earlier one, because of which a class cannot be used any more, is permanent.
     */
    static void throwIfTransient(Throwable e) {
        if (e instanceof VirtualMachineError error) {
            throw error;
        }
        for (Throwable cause = e;
                cause != null && !(cause instanceof NoClassDefFoundError);
                cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError || cause instanceof StackOverflowError) {
                throw (VirtualMachineError) cause;
            }
        }
    }

    /** {@return what failed, and the root cause if it is another exception} */
    static String description(Throwable e) {
        if (e instanceof UnsatisfiedLinkError && e.getMessage() != null) {
            return e.getMessage();
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "The native library cannot be used. The JVM reports: " + e
                + (root == e ? "." : ", caused by " + root + ".")
                + (e instanceof NoClassDefFoundError ? RESTART : "");
    }

    private KernelFactory() {}
}
