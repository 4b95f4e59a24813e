package org.downcall.internal;

import java.lang.System.Logger;
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
 * @param smallFibonacci for work that Java does sooner than a call takes: C only if the user insists; null likewise
 */
public record Kernels(
        NativeLibrary library,
        String isa,
        String reason,
        Throwable failure,
        FibonacciKernel fibonacci,
        FibonacciKernel smallFibonacci) {

    public static final Kernels CHOSEN = choose();

    /**
     * The kernel itself, or the failure that left none. Thrown anew at each call: a failure in the initializer of
     * a public class would be told in full only once.
     *
     * @throws UnsatisfiedLinkError if the user insists on a library that cannot be had
     * @throws IllegalArgumentException if a setting has a value that does not exist
     */
    public static <K> K require(K kernel) {
        if (kernel == null) {
            if (CHOSEN.failure instanceof UnsatisfiedLinkError) {
                throw linkError(CHOSEN.reason, CHOSEN.failure);
            }
            throw new IllegalArgumentException(CHOSEN.reason, CHOSEN.failure);
        }
        return kernel;
    }

    private static Kernels choose() {
        try {
            Settings settings = Settings.read(System::getProperty, System::getenv);
            return settings.mode() == Mode.JAVA ? inJava(Settings.BACKEND + "=java") : inC(settings);
        } catch (IllegalArgumentException e) {
            return none(e.getMessage(), e);
        }
    }

    private static Kernels inC(Settings settings) {
        Logger log = System.getLogger("org.downcall");
        List<String> refused = new ArrayList<>();
        try {
            NativeLibrary library = NativeLibrary.load(settings, refused::add);
            String isa = InstructionSet.select(settings.isa());
            if (!refused.isEmpty()) {
                log.log(Level.WARNING, "The library {0} is in use, because one that java.library.path leads to cannot "
                        + "be used. {1}", library.description(), String.join(" ", refused));
            }
            FibonacciKernel inC = new NativeFibonacci();
            return new Kernels(
                    library, isa, null, null, inC, settings.mode() == Mode.NATIVE ? inC : new JavaFibonacci());
        } catch (UnsatisfiedLinkError e) {
            refused.add(e.getMessage());
            String why = String.join(" ", refused);
            if (settings.mode() == Mode.NATIVE) {
                return none(why, e);
            }
            log.log(Level.WARNING, "The Java kernels run, because the native library cannot be used. {0} "
                    + "(-D{1}=java stops the attempt and this warning.)", why, Settings.BACKEND);
            return inJava(why);
        }
    }

    private static Kernels inJava(String reason) {
        FibonacciKernel inJava = new JavaFibonacci();
        return new Kernels(null, null, reason, null, inJava, inJava);
    }

    private static Kernels none(String reason, Throwable failure) {
        return new Kernels(null, null, reason, failure, null, null);
    }

    private static UnsatisfiedLinkError linkError(String message, Throwable cause) {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
        error.initCause(cause);
        return error;
    }
}
