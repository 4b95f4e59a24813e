package org.downcall.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.downcall.internal.calls.PropertyNames;
import org.downcall.internal.loading.FileNames;

/**
 * The values of the system properties that configure this module.
 *
 * @param mode which kernels may run
 * @param libraryPath the only library to try, or null
 * @param temporaryDirectory where the bundled library is unpacked. This is a String because the
 *     default, java.io.tmpdir, is not validated before it is used; null if that is not set
 * @param isa the level that caps the CPU features in use, or null
 * @param check whether results are checked by their residues
 * @param memory how many bytes of native memory all computations together may use
 * @param testedOnly whether the bundled library is used only on platforms on which tests have run
 */
record Settings(
        Mode mode,
        Path libraryPath,
        String temporaryDirectory,
        String isa,
        boolean check,
        long memory,
        boolean testedOnly) {

    static final String BACKEND = PropertyNames.of("backend");
    static final String LIBRARY_PATH = PropertyNames.of("library.path");
    static final String TMPDIR = PropertyNames.of("tmpdir");
    static final String ISA = PropertyNames.of("isa");
    static final String ISA_VARIABLE = "DC_ISA";
    static final String CHECK = PropertyNames.of("check");
    static final String MEMORY = PropertyNames.of("memory");
    static final String PLATFORMS = PropertyNames.of("platforms");

    enum Mode {
        AUTO,
        NATIVE,
        JAVA
    }

    private static Settings read;
    private static IllegalArgumentException invalid;

    /**
     * {@return the settings of this JVM} They are read once, so that all kernels have the same ones
     * even if a property changes in between.
     *
     * @throws IllegalArgumentException the same in each call, if a value is invalid
     */
    static synchronized Settings ofThisJvm() {
        if (invalid != null) {
            throw invalid;
        }
        if (read == null) {
            try {
                read = read();
            } catch (IllegalArgumentException e) {
                invalid = e;
                throw e;
            }
        }
        return read;
    }

    /**
     * Reads the settings. Throws the same as the other method. It uses no lambda, because the first
     * one would initialize much of java.lang.invoke before the linker does so on another thread.
     */
    static Settings read() {
        UnaryOperator<String> properties = new UnaryOperator<>() {
            @Override
            public String apply(String name) {
                return System.getProperty(name);
            }
        };
        UnaryOperator<String> environment = new UnaryOperator<>() {
            @Override
            public String apply(String name) {
                return System.getenv(name);
            }
        };
        return read(properties, environment);
    }

    /** @throws IllegalArgumentException if a value is not one of those that the module documents */
    static Settings read(UnaryOperator<String> properties, UnaryOperator<String> environment) {
        Path tmpdir = path(TMPDIR, properties);
        return new Settings(
                mode(properties.apply(BACKEND)),
                path(LIBRARY_PATH, properties),
                tmpdir == null ? properties.apply("java.io.tmpdir") : tmpdir.toString(),
                isa(properties.apply(ISA), environment.apply(ISA_VARIABLE)),
                check(properties.apply(CHECK)),
                memory(properties.apply(MEMORY)),
                testedOnly(properties.apply(PLATFORMS)));
    }

    /** An empty value counts as unset. */
    private static String isa(String property, String variable) {
        String value = property != null ? property : variable;
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (!InstructionSet.names().contains(value)) {
            String name = property != null
                    ? "system property " + ISA
                    : "environment variable " + ISA_VARIABLE;
            throw invalid(name, value, "baseline, adx, neon, avx2 or avx512");
        }
        return value;
    }

    /** Parses an amount in the syntax of -Xmx: a number, optionally followed by k, m, g or t. */
    private static long memory(String value) {
        if (value == null) {
            return Runtime.getRuntime().maxMemory();
        }
        try {
            int unit = value.isEmpty()
                    ? -1
                    : "kmgt".indexOf(Character.toLowerCase(value.charAt(value.length() - 1)));
            long number = Long.parseLong(value.substring(0, value.length() - (unit < 0 ? 0 : 1)));
            if (number >= 0 && Character.isDigit(value.charAt(0))) {
                return Math.multiplyExact(number, 1L << 10 * (unit + 1));
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // The exception below reports it.
        }
        throw invalid(
                "system property " + MEMORY,
                value,
                "an amount of memory, such as 512m or 8g: a number, optionally followed by k, m, g"
                        + " or t");
    }

    private static boolean check(String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw invalid("system property " + CHECK, value, "true or false");
    }

    private static boolean testedOnly(String value) {
        if (value == null || value.equals("all")) {
            return false;
        }
        if (value.equals("tested")) {
            return true;
        }
        throw invalid("system property " + PLATFORMS, value, "all or tested");
    }

    private static Path path(String property, UnaryOperator<String> properties) {
        String value = properties.apply(property);
        if (value == null) {
            return null;
        }
        try {
            if (!value.isEmpty()) { // An empty path is the current directory.
                return Path.of(value).toAbsolutePath();
            }
        } catch (InvalidPathException e) {
            if (!FileNames.canEncode(value)) {
                throw new IllegalArgumentException("The system property " + property
                        + " has the invalid value '" + value + "'. "
                        + FileNames.causeAndRemedy(property));
            }
        }
        throw invalid("system property " + property, value, "a path");
    }

    private static Mode mode(String value) {
        if (value == null) {
            return Mode.AUTO;
        }
        for (Mode mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(value)) {
                return mode;
            }
        }
        throw invalid("system property " + BACKEND, value, "auto, native or java");
    }

    private static IllegalArgumentException invalid(String name, String value, String valid) {
        return new IllegalArgumentException(
                "The " + name + " has the invalid value '" + value + "'. Set it to " + valid + ".");
    }
}
