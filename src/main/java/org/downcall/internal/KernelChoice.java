package org.downcall.internal;

import java.lang.System.Logger.Level;
import java.util.List;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.Preparation;
import org.downcall.internal.calls.PropertyNames;
import org.downcall.internal.calls.StackReserve;
import org.downcall.internal.loading.LibraryLoader;

/**
 * The kernels that the public classes use. They are chosen once. An attempt that runs out of memory
 * throws the error and changes nothing, so that the next call tries again.
 */
final class KernelChoice {

    /** The JVM's code that formats and prints the warning takes less stack. */
    private static final int FRAMES_OF_WARNING = 256;

    /**
     * Whether the kernels have been chosen and all warnings have been logged. Not volatile: a
     * thread that does not see the change enters the lock, and sees it there.
     */
    private static boolean made;

    private static boolean chosen;
    private static boolean smallMade;

    /** Those to log; null before the choice, while a thread logs them, and when all are logged. */
    private static List<String> warnings;

    private static int loggedWarnings;

    private static Kernels result;
    private static Kernels smallResult;

    /**
     * The public classes read these constants in each call. The components of a record are
     * constants, too, so the JIT compiler resolves the kernel and inlines the call of its method.
     */
    private static final class Constant {
        static final Kernels KERNELS = result;
    }

    private static final class SmallConstant {
        /** Null if the settings require native kernels. */
        static final Kernels KERNELS = smallResult;
    }

    static Kernels get() {
        return made ? Constant.KERNELS : choose();
    }

    static Kernels getSmall() {
        if (!smallMade) {
            chooseSmall();
        }
        return SmallConstant.KERNELS != null ? SmallConstant.KERNELS : get();
    }

    private static Kernels choose() {
        if (!KernelChoice.class.getModule().isNativeAccessEnabled()) {
            requestNativeAccess();
        }
        synchronized (KernelChoice.class) {
            if (!chosen) {
                Preparation.run(new Choosing());
            }
        }
        log();
        return Constant.KERNELS;
    }

    /**
     * Logs the warnings. This thread does that, because it may hold locks of the logging system for
     * which another thread would wait. The kernels are chosen first, because a log handler may
     * compute with them. A warning for which there is too little memory or stack is logged in the
     * next call.
     */
    private static void log() {
        List<String> taken;
        synchronized (KernelChoice.class) {
            taken = warnings;
            warnings = null;
        }
        if (taken == null) {
            return;
        }
        try {
            for (; loggedWarnings < taken.size(); loggedWarnings++) {
                StackReserve.require(FRAMES_OF_WARNING);
                warn(taken.get(loggedWarnings));
            }
            made = true;
        } catch (OutOfMemoryError | StackOverflowError e) {
            synchronized (KernelChoice.class) {
                warnings = taken;
            }
        }
    }

    /**
     * If a library will be loaded, makes the JVM print its warning now. The calling thread may hold
     * the monitor of System.err, so another thread must not print it. Another thread may hold it
     * and wait for the lock of this class, so this happens outside the lock.
     */
    private static void requestNativeAccess() {
        FindingCandidate finding = new FindingCandidate();
        Preparation.run(finding);
        if (finding.found) {
            StackReserve.require(FRAMES_OF_WARNING);
            LibraryLoader.requestNativeAccess();
        }
    }

    private static void chooseSmall() {
        synchronized (KernelChoice.class) {
            if (!smallMade) {
                Preparation.run(new ChoosingSmall());
            }
        }
    }

    /** Determines whether {@link KernelFactory#choose} will try to load a library. */
    private static final class FindingCandidate implements Runnable {

        private boolean found;

        @Override
        public void run() {
            try {
                found = KernelFactory.hasCandidate(Settings.ofThisJvm());
            } catch (IllegalArgumentException e) {
                // Choosing reports it.
            }
        }
    }

    /**
     * Chooses the kernels, and initializes the class of the default execution, which every
     * computation uses. This is a class, because the first lambda initializes much of
     * java.lang.invoke.
     */
    private static final class Choosing implements Runnable {

        @Override
        public void run() {
            Messages messages = new Messages();
            Kernels kernels;
            // This takes longest, so it starts first, unless the settings will exclude it.
            boolean mayLink = !"java".equals(System.getProperty(PropertyNames.of("backend")));
            Linking linking = mayLink ? new Linking() : null;
            try {
                kernels = KernelFactory.choose(Settings.ofThisJvm(), messages, linking);
            } catch (IllegalArgumentException e) {
                kernels = new Kernels.Unavailable(e.getMessage(), e);
            }
            result = kernels;
            warnings = messages.all();
            chosen = Constant.KERNELS != null && Execution.DEFAULT != null;
        }
    }

    /** Does the same for small work. */
    private static final class ChoosingSmall implements Runnable {

        @Override
        public void run() {
            try {
                smallResult = small(Settings.ofThisJvm());
            } catch (IllegalArgumentException e) {
                smallResult = new Kernels.Unavailable(e.getMessage(), e);
            }
            Kernels ignored = SmallConstant.KERNELS; // initializes the class; may be null
            smallMade = Execution.DEFAULT != null;
        }
    }

    /** {@return the kernels for small work; null if the settings require native ones} */
    static Kernels small(Settings settings) {
        return settings.mode() == Settings.Mode.NATIVE
                ? null
                : new Kernels.JavaOnly("For numbers as small as these, Java is faster.");
    }

    /** Creates the logger only for a message, because that takes longer than everything else. */
    private static void warn(String message) {
        try {
            System.getLogger("org.downcall").log(Level.WARNING, message);
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // The kernels work without a working logging system.
        }
    }

    private KernelChoice() {}
}
