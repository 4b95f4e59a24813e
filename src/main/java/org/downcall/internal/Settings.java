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
 * @param temporaryDirectory where the bundled library is unpacked. A name, because java.io.tmpdir, unlike the properties
 *     of this module, may hold anything without harm until it is needed
 * @param isa the highest instruction set to use, or null
 * @param check whether results are checked by their residues
 */
record Settings(Mode mode, Path libraryPath, String temporaryDirectory, String isa, boolean check) {

    static final String BACKEND = "org.downcall.backend";
    static final String LIBRARY_PATH = "org.downcall.library.path";
    static final String TMPDIR = "org.downcall.tmpdir";
    static final String ISA = "org.downcall.isa";
    static final String ISA_VARIABLE = "DC_ISA";
    static final String CHECK = "org.downcall.check";

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
                check(properties.apply(CHECK)));
    }

    private static boolean check(String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new IllegalArgumentException(CHECK + " must be true or false, but is '" + value + "'");
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
        throw new IllegalArgumentException(BACKEND + " must be auto, native or java, but is '" + value + "'");
    }
}
