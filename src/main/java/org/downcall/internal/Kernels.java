package org.downcall.internal;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.downcall.internal.Settings.Mode;

/**
 * Which kernels run: decided once, when the first public class is used.
 *
 * @param library the native library, or null if none is in use
 * @param isa the instruction set that it runs, or null
 * @param reason why there is no library, or null
 * @param failure what every call throws because the settings leave no kernel to run, or null
 * @param fibonacci for work that C does faster; null if there is a failure
 * @param smallFibonacci for work that Java does sooner than a call takes: C only if the user
 *     insists; null likewise
 * @param bigIntegers for work that C does faster; null if there is a failure
 * @param smallBigIntegers for numbers so small that BigInteger is faster: C only if the user
 *     insists; null likewise
 */
public record Kernels(
        NativeLibrary library,
        String isa,
        String reason,
        Throwable failure,
        FibonacciKernel fibonacci,
        FibonacciKernel smallFibonacci,
        BigIntegerKernel bigIntegers,
        BigIntegerKernel smallBigIntegers) {

    public static final Kernels CHOSEN = choose();

    /**
     * The kernel itself, or the failure that left none. Thrown anew at each call: a failure in the
     * initializer of a public class would be told in full only once.
     *
     * @throws UnsatisfiedLinkError if the user insists on a library that cannot be had
     * @throws IllegalArgumentException if a setting has a value that does not exist
     */
    public static <K> K require(K kernel) {
        if (kernel == null) {
            if (CHOSEN.failure instanceof UnsatisfiedLinkError) {
                throw NativeLibrary.linkError(CHOSEN.reason, CHOSEN.failure);
            }
            throw new IllegalArgumentException(CHOSEN.reason, CHOSEN.failure);
        }
        return kernel;
    }

    private static Kernels choose() {
        try {
            return choose(Settings.read(System::getProperty, System::getenv));
        } catch (IllegalArgumentException e) {
            return none(e.getMessage(), e);
        }
    }

    static Kernels choose(Settings settings) {
        if (settings.mode() == Mode.JAVA) {
            return inJava(Settings.BACKEND + "=java");
        }
        List<String> refused = new ArrayList<>();
        try {
            NativeLibrary library = NativeLibrary.load(settings, refused::add);
            Kernels kernels = inC(library, InstructionSet.select(settings.isa()), settings);
            if (!refused.isEmpty()) {
                warn("The library " + library.description()
                        + " is in use, because one that java.library.path leads to "
                        + "cannot be used. " + String.join(" ", refused));
            }
            return kernels;
        } catch (LinkageError
                | RuntimeException e) { // the latter is not expected, but Java can go on
            refused.add(e instanceof UnsatisfiedLinkError ? e.getMessage() : e.toString());
            String why = String.join(" ", refused);
            if (settings.mode() == Mode.NATIVE) {
                return none(why, NativeLibrary.linkError(why, e));
            }
            warn("The Java kernels run, because the native library cannot be used. " + why + " (-D"
                    + Settings.BACKEND + "=java stops the attempt and this warning.)");
            return inJava(why);
        }
    }

    /**
     * The logger is fetched only when there is something to say: that takes longer than all the
     * rest.
     */
    private static void warn(String message) {
        try {
            System.getLogger("org.downcall").log(Level.WARNING, message);
        } catch (RuntimeException | Error e) {
            // A logging system that does not work is no reason not to compute.
        }
    }

    private static Kernels inC(NativeLibrary library, String isa, Settings settings) {
        Check check = new Check(settings.check());
        NativeMemory memory = new NativeMemory(settings.memory());
        FibonacciKernel fibonacci = new NativeFibonacci(check, memory);
        BigIntegerKernel bigIntegers = new NativeBigIntegers(check, memory);
        boolean always = settings.mode() == Mode.NATIVE;
        return new Kernels(
                library,
                isa,
                null,
                null,
                fibonacci,
                always ? fibonacci : new JavaFibonacci(),
                bigIntegers,
                always ? bigIntegers : new JavaBigIntegers());
    }

    private static Kernels inJava(String reason) {
        FibonacciKernel fibonacci = new JavaFibonacci();
        BigIntegerKernel bigIntegers = new JavaBigIntegers();
        return new Kernels(
                null, null, reason, null, fibonacci, fibonacci, bigIntegers, bigIntegers);
    }

    private static Kernels none(String reason, Throwable failure) {
        return new Kernels(null, null, reason, failure, null, null, null, null);
    }
}
