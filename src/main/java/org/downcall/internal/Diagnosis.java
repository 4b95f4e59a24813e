package org.downcall.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.downcall.internal.calls.ByteSize;
import org.downcall.internal.calls.Downcalls;
import org.downcall.internal.loading.Platform;

/**
 * The program that {@code java -jar} starts. It prints what a report of a problem should contain,
 * and tests the library.
 *
 * <p>Each line is printed before the next work begins, and the name of a test before the test runs.
 * If the JVM crashes, the last line shows what was running.
 */
public final class Diagnosis {

    private static final int LABEL_WIDTH = 20;

    private final PrintStream out;
    private final UnaryOperator<String> properties;
    private final UnaryOperator<String> environment;

    Diagnosis(
            PrintStream out, UnaryOperator<String> properties, UnaryOperator<String> environment) {
        this.out = out;
        this.properties = properties;
        this.environment = environment;
    }

    /**
     * Exits with 0 if the kernels that the settings select run and return the right results, and
     * with 1 otherwise.
     */
    public static void main(String[] arguments) {
        boolean healthy = new Diagnosis(System.out, System::getProperty, System::getenv).run();
        System.exit(healthy ? 0 : 1);
    }

    /** {@return whether the kernels that the settings select run and return the right results} */
    boolean run() {
        out.println("downcall " + Version.VERSION);
        describeMachine();
        try {
            describeSettings();
            return examine();
        } catch (RuntimeException | Error e) {
            e.printStackTrace(out);
            return conclude(
                    false, "The diagnosis failed. Please report it, with all of this output.");
        }
    }

    private boolean examine() {
        Settings settings;
        try {
            settings = Settings.read(properties, environment);
        } catch (IllegalArgumentException e) {
            print("kernels", "none. " + e.getMessage());
            return conclude(false, "A setting is invalid.");
        }
        List<String> warnings = new ArrayList<>();
        Kernels kernels = KernelFactory.choose(settings, warnings::add);
        describe(kernels);
        describeLimits(settings);
        for (String warning : warnings) {
            print("warning", warning);
        }
        if (kernels instanceof Kernels.Unavailable) {
            return conclude(false, "No kernels run. The line \"kernels\" explains why.");
        }
        if (!new SelfTest(out, kernels).run()) {
            return conclude(false, "A test failed. Please report it, with all of this output.");
        }
        // KernelFactory.choose warns if only the Java kernels run although the settings permit
        // others.
        if (kernels instanceof Kernels.JavaOnly && !warnings.isEmpty()) {
            return conclude(
                    false,
                    "All results are right, but only the Java kernels run. The line \"kernels\""
                            + " explains why.");
        }
        return conclude(true, "All results are right.");
    }

    private boolean conclude(boolean healthy, String conclusion) {
        out.println();
        out.println(conclusion);
        return healthy;
    }

    /** {@return a label and the spaces after it} */
    static String column(String label) {
        return label + " ".repeat(LABEL_WIDTH - label.length());
    }

    private void print(String label, String value) {
        out.println(column(label) + value);
    }

    private void describeMachine() {
        print("platform", Platform.CURRENT);
        print(
                "operating system",
                system("os.name") + " " + system("os.version") + ", " + system("os.arch"));
        print(
                "java",
                Runtime.version() + ", " + system("java.vm.name") + ", " + system("java.vendor"));
        print("java.home", system("java.home"));
        print("loaded from", String.valueOf(Diagnosis.class.getResource("Diagnosis.class")));
    }

    private static String system(String property) {
        return System.getProperty(property, "unknown");
    }

    private void describeSettings() {
        for (String name : new TreeSet<>(List.of(
                Settings.BACKEND,
                Settings.CHECK,
                Settings.ISA,
                Settings.LIBRARY_PATH,
                Settings.MEMORY,
                Settings.PLATFORMS,
                Settings.TMPDIR))) {
            if (properties.apply(name) != null) {
                print("setting", name + "=" + properties.apply(name));
            }
        }
        if (environment.apply(Settings.ISA_VARIABLE) != null) {
            print(
                    "setting",
                    Settings.ISA_VARIABLE + "=" + environment.apply(Settings.ISA_VARIABLE));
        }
    }

    private void describe(Kernels kernels) {
        switch (kernels) {
            case Kernels.Native inC -> {
                print("kernels", "native");
                print("library", inC.libraryDescription());
                print("library file", inC.libraryPath().toString());
                describeFeatures();
            }
            case Kernels.JavaOnly inJava -> print("kernels", "Java. " + inJava.reason());
            case Kernels.Unavailable none -> print("kernels", "none. " + none.reason());
        }
    }

    private void describeFeatures() {
        long inUse = Downcalls.featuresInUse();
        print("CPU features", features(inUse));
        print("not in use", features(Downcalls.featuresDetected() & ~inUse));
        print("level", Downcalls.levelName(Downcalls.levelInUse()));
        print(
                "variants",
                Downcalls.variantName(0) + " for schoolbook products, " + Downcalls.variantName(1)
                        + " for transforms");
    }

    private static String features(long set) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((set >>> bit & 1) != 0) {
                names.add(Downcalls.featureName(bit));
            }
        }
        return names.isEmpty() ? "none" : String.join(" ", names);
    }

    private void describeLimits(Settings settings) {
        Runtime runtime = Runtime.getRuntime();
        print("heap", ByteSize.format(runtime.maxMemory()) + " at most");
        print(
                "native memory",
                ByteSize.format(settings.memory()) + " at most for all computations");
        print("processors", Integer.toString(runtime.availableProcessors()));
        print("temporary files", String.valueOf(settings.temporaryDirectory()));
    }
}
