package org.downcall.internal;

import java.nio.file.Path;
import org.downcall.internal.loading.NativeLibrary;
import org.downcall.internal.numbers.BigDecimalKernel;
import org.downcall.internal.numbers.BigIntegerKernel;
import org.downcall.internal.numbers.FibonacciKernel;
import org.downcall.internal.numbers.JavaBigDecimals;
import org.downcall.internal.numbers.JavaBigIntegers;
import org.downcall.internal.numbers.JavaFibonacci;
import org.downcall.internal.vectors.JavaVectors;
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

    /** {@return why no native library is in use, and what to do about it; null if one is in use} */
    String reason();

    /**
     * The native library is in use.
     *
     * @param levelInUse the lowest level that contains every CPU feature that the library uses
     */
    record Native(
            NativeLibrary library,
            int levelInUse,
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

        /** {@return the name of the level in use} */
        public String level() {
            return InstructionSet.names().get(levelInUse);
        }

        @Override
        public String reason() {
            return null;
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

        @Override
        public VectorKernel vectors() {
            if (vectors instanceof JavaVectors inJava) {
                inJava.prepare();
            }
            return vectors;
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
}
