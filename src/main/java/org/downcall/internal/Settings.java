package org.downcall.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What the user asked for.
 *
 * @param mode which kernels
 * @param libraryPath the one library to load, or null
 * @param temporaryDirectory where the bundled library is unpacked. A name, because java.io.tmpdir,
 *     unlike the properties of this module, may hold anything without harm until it is needed
 * @param isa the level that caps the CPU features in use, or null
 * @param check whether results are checked by their residues
 * @param memory how many bytes all computations together may take outside the heap
 */
record Settings(
        Mode mode,
        Path libraryPath,
        String temporaryDirectory,
        String isa,
        boolean check,
        long memory) {

    static final String BACKEND = "org.downcall.backend";
    static final String LIBRARY_PATH = "org.downcall.library.path";
    static final String TMPDIR = "org.downcall.tmpdir";
    static final String ISA = "org.downcall.isa";
    static final String ISA_VARIABLE = "DC_ISA";
    static final String CHECK = "org.downcall.check";
    static final String MEMORY = "org.downcall.memory";

    enum Mode {
        AUTO,
        NATIVE,
        JAVA
    }

    /** @throws IllegalArgumentException if a value is not one of those that the module documents */
    static Settings read(UnaryOperator<String> properties, UnaryOperator<String> environment) {
        String isa = properties.apply(ISA);
        if (isa == null) {
            isa = environment.apply(ISA_VARIABLE);
        }
        if (isa != null && isa.isEmpty()) {
            isa = null;
        }
        if (isa != null && !InstructionSet.NAMES.contains(isa)) {
            throw new IllegalArgumentException(ISA + " (or " + ISA_VARIABLE + ") must be one of "
                    + String.join(", ", InstructionSet.NAMES) + ", but is '" + isa + "'");
        }
        Path tmpdir = path(TMPDIR, properties);
        return new Settings(
                mode(properties.apply(BACKEND)),
                path(LIBRARY_PATH, properties),
                tmpdir == null ? properties.apply("java.io.tmpdir") : tmpdir.toString(),
                isa,
                check(properties.apply(CHECK)),
                memory(properties.apply(MEMORY)));
    }

    /** As -Xmx takes it: a number, and k, m, g or t for so many KiB, MiB, GiB or TiB. */
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
            // said below
        }
        throw new IllegalArgumentException(
                MEMORY + " must be a number of bytes, or of k, m, g or t, such as 8g, but is '"
                        + value + "'");
    }

    private static boolean check(String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new IllegalArgumentException(
                CHECK + " must be true or false, but is '" + value + "'");
    }

    private static Path path(String property, UnaryOperator<String> properties) {
        String value = properties.apply(property);
        if (value == null) {
            return null;
        }
        try {
            if (!value.isEmpty()) { // which as a path would be the current directory
                return Path.of(value).toAbsolutePath();
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw new IllegalArgumentException(property + " must be a path, but is '" + value + "'");
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
        throw new IllegalArgumentException(
                BACKEND + " must be auto, native or java, but is '" + value + "'");
    }
}
