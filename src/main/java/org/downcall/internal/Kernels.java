package org.downcall.internal;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.downcall.internal.Settings.Mode;
import org.downcall.internal.calls.NativeMemory;
import org.downcall.internal.calls.Preparation;
import org.downcall.internal.loading.ExcludedLibraryError;
import org.downcall.internal.loading.LibraryLoader;
import org.downcall.internal.loading.LibrarySpec;
import org.downcall.internal.loading.NativeLibrary;
import org.downcall.internal.numbers.BigDecimalKernel;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.JavaBigDecimals;
import org.downcall.internal.numbers.JavaBigIntegers;
import org.downcall.internal.numbers.JavaFibonacci;
import org.downcall.internal.numbers.NativeBigDecimals;
import org.downcall.internal.numbers.NativeBigIntegers;
import org.downcall.internal.numbers.NativeFibonacci;
import org.downcall.internal.numbers.NativeResources;
import org.downcall.internal.vectors.JavaVectors;
import org.downcall.internal.vectors.NativeVectors;
import org.downcall.internal.vectors.VectorKernel;

/** Which implementation of each kernel runs. */
public sealed interface Kernels {

    /**
     * {@return the kernels of this JVM} They are chosen in the first call that succeeds.
     *
     * @throws OutOfMemoryError if the heap is too full to choose them; the next call tries again
     */
    static Kernels chosen() {
        return KernelChoice.get();
    }

    /**
     * {@return the kernels of this JVM for work that takes less time in Java than a downcall takes}
     * They are native only if the settings require it. Otherwise, this method does not load the
     * native library, so that a program that needs only short numbers starts as fast as without it.
     *
     * @throws OutOfMemoryError if the heap is too full to read the settings; the next call tries
     *     again
     */
    static Kernels small() {
        return KernelChoice.getSmall();
    }

    /**
     * {@return the kernel}
     *
     * @throws UnsatisfiedLinkError if the native library is required but unavailable
     * @throws IllegalArgumentException if a setting is invalid
     */
    FibonacciKernel fibonacci();

    /** {@return the kernel} Throws the same as {@link #fibonacci}. */
    BigIntegerKernel bigIntegers();

    /** {@return the kernel} Throws the same as {@link #fibonacci}. */
    BigDecimalKernel bigDecimals();

    /** {@return the kernel} Throws the same as {@link #fibonacci}. */
    VectorKernel vectors();

    /** The native library is in use. */
    record Native(
            NativeLibrary library,
            FibonacciKernel fibonacci,
            BigIntegerKernel bigIntegers,
            BigDecimalKernel bigDecimals,
            VectorKernel vectors)
            implements Kernels {

        /** {@return the file of the library, which may no longer exist} */
        public Path libraryPath() {
            return library.path();
        }

        /** {@return the file or the origin of the library, for messages} */
        public String libraryDescription() {
            return library.description();
        }

        /**
         * {@return the name of the lowest level that contains every CPU feature that the chosen
         * variants require} Computations do not need it, so its function is linked here.
         *
         * @throws OutOfMemoryError if the heap is nearly full
         */
        public String level() {
            ReadingLevel reading = new ReadingLevel();
            Preparation.run(reading);
            return reading.level;
        }

        /** This is a class, because there may be too little stack left to create a lambda. */
        private static final class ReadingLevel implements Runnable {

            private String level;

            @Override
            public void run() {
                level = InstructionSet.inUse();
            }
        }
    }

    /**
     * Only the Java kernels are in use.
     *
     * @param reason why the native library is not in use
     */
    record JavaOnly(
            String reason,
            FibonacciKernel fibonacci,
            BigIntegerKernel bigIntegers,
            BigDecimalKernel bigDecimals,
            VectorKernel vectors)
            implements Kernels {

        JavaOnly(String reason) {
            this(
                    reason,
                    new JavaFibonacci(),
                    new JavaBigIntegers(),
                    new JavaBigDecimals(),
                    new JavaVectors());
        }
    }

    /**
     * The settings permit no kernel. Each use throws a new error: an error in the initializer of a
     * public class would be reported in full only once.
     *
     * @param reason what is wrong and what to do
     * @param cause an UnsatisfiedLinkError, or an IllegalArgumentException for an invalid setting
     */
    record Unavailable(String reason, Throwable cause) implements Kernels {

        /** Describes an attempt to choose the kernels that an error of the JVM ended. */
        public static Unavailable forNow(VirtualMachineError e) {
            if (e instanceof StackOverflowError) {
                return new Unavailable(STACK_TOO_SHORT, e);
            }
            if (e instanceof OutOfMemoryError) {
                return new Unavailable(HEAP_TOO_FULL, e);
            }
            return new Unavailable(
                    "The kernels have not been chosen yet. The JVM reports: " + e
                            + ". Use the library again.",
                    e);
        }

        // These are constants, because there may be no memory to create another text.
        private static final String HEAP_TOO_FULL =
                "The kernels have not been chosen yet, because the JVM ran out of memory. Use the"
                        + " library again when there is more memory.";
        private static final String STACK_TOO_SHORT =
                "The kernels have not been chosen yet, because the stack of the thread is too short."
                        + " Use the library again on a thread with more stack.";

        @Override
        public FibonacciKernel fibonacci() {
            throw failure();
        }

        @Override
        public BigIntegerKernel bigIntegers() {
            throw failure();
        }

        @Override
        public BigDecimalKernel bigDecimals() {
            throw failure();
        }

        @Override
        public VectorKernel vectors() {
            throw failure();
        }

        private IllegalArgumentException failure() {
            if (cause instanceof IllegalArgumentException) {
                return new IllegalArgumentException(reason, cause);
            }
            UnsatisfiedLinkError error = new UnsatisfiedLinkError(reason);
            error.initCause(cause);
            throw error;
        }
    }

    /** {@return the kernels for small work; null if the settings require native ones} */
    static Kernels chooseSmall(Settings settings) {
        return settings.mode() == Mode.NATIVE
                ? null
                : new JavaOnly("For numbers as small as these, Java is faster.");
    }

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
            return new JavaOnly("The system property " + Settings.BACKEND + " is set to java.");
        }
        Messages rejected = new Messages();
        try {
            Native kernels = withLibrary(settings, rejected, started);
            if (!rejected.all().isEmpty()) {
                warnings.accept("The native library in use is " + kernels.libraryDescription()
                        + ". A library on java.library.path cannot be used. "
                        + String.join(" ", rejected.all()));
            }
            return kernels;
        } catch (RuntimeException | Error e) {
            KernelChoice.throwIfTransient(e);
            // Only UnsatisfiedLinkError is expected. Others are possible, such as an IOError of a
            // path, or what a file system provider throws. The Java kernels can run after any of
            // them.
            rejected.accept(KernelChoice.description(e));
            String reason = String.join(" ", rejected.all());
            if (settings.mode() == Mode.NATIVE) {
                return new Unavailable(reason, new UnsatisfiedLinkError(reason).initCause(e));
            }
            if (e instanceof ExcludedLibraryError && rejected.all().size() == 1) {
                return new JavaOnly(reason); // as the user asked
            }
            warnings.accept("The native library is unavailable, so the Java kernels run. " + reason
                    + " To run the Java kernels without this warning, set -D" + Settings.BACKEND
                    + "=java.");
            return new JavaOnly(reason);
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
    private static Native withLibrary(
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
            return new Native(library, fibonacci, bigIntegers, bigDecimals, vectors);
        } finally {
            linking.run();
        }
    }
}
