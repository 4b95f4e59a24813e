package org.downcall.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.downcall.fuzz.FuzzInput;

/**
 * Fuzzes the values of the system properties. Each value is either refused, by a message that names
 * the property and the value, or gives the settings that docs/settings.md states. Settings without a
 * library that can be loaded give Java kernels with a reason, or none.
 */
public final class SettingsTarget {

    private static final List<String> PROPERTIES = List.of(
            Settings.BACKEND,
            Settings.LIBRARY_PATH,
            Settings.TMPDIR,
            Settings.ISA,
            Settings.CHECK,
            Settings.MEMORY,
            Settings.PLATFORMS);

    private static final String[] VALUES = {
        "",
        "auto",
        "native",
        "java",
        "baseline",
        "adx",
        "avx2",
        "avx512",
        "true",
        "false",
        "all",
        "tested",
        "TRUE",
        "0",
        "1k",
        "8g",
        "9223372036854775807",
        "8388607t",
        "8388608t",
        "\u0661g",
        "/",
        ".",
        "..",
        "/dev/null",
        "/nonexistent/lib.so",
        "~",
        "\\\\?\\C:\\x",
        "file:///tmp/x",
        "/proc/self/mem/x",
    };

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        Map<String, String> properties = new HashMap<>();
        properties.put("java.io.tmpdir", "/temporary");
        String property = PROPERTIES.get(in.takeBelow(PROPERTIES.size()));
        boolean variable = in.takeBelow(16) == 1;
        String value = takeValue(in);
        if (in.takeBelow(4) == 0) {
            properties.put(PROPERTIES.get(in.takeBelow(PROPERTIES.size())), takeValue(in));
        }
        Map<String, String> environment = new HashMap<>();
        if (variable) {
            environment.put(Settings.ISA_VARIABLE, value);
        } else {
            properties.put(property, value);
        }
        Settings settings;
        try {
            settings = Settings.read(properties::get, environment::get);
        } catch (IllegalArgumentException e) {
            requireRefusal(e, properties, environment);
            return;
        }
        requireDocumented(settings, properties, environment);
        chooseWithoutALibrary(settings, in);
    }

    private static String takeValue(FuzzInput in) {
        String value = in.takeBoolean() ? VALUES[in.takeBelow(VALUES.length)] : "";
        int kind = in.takeByte();
        if (kind < 64) {
            return value;
        }
        StringBuilder text = new StringBuilder(value);
        for (int i = 0, n = kind % 24; i < n; i++) {
            char c = (char) (in.takeBelow(8) == 0 ? in.takeBytes(2) : in.takeByte());
            text.insert(in.takeByte() % (text.length() + 1), c);
        }
        return text.toString();
    }

    private static void requireRefusal(
            IllegalArgumentException e,
            Map<String, String> properties,
            Map<String, String> environment) {
        String message = e.getMessage();
        for (Map<String, String> values : List.of(properties, environment)) {
            for (Map.Entry<String, String> entry : values.entrySet()) {
                if (message.contains(entry.getKey())
                        && message.contains("the invalid value '" + entry.getValue() + "'.")
                        && message.endsWith(".")
                        && message.contains("et ")) {
                    return;
                }
            }
        }
        throw new AssertionError("the message does not name the setting", e);
    }

    private static void requireDocumented(
            Settings settings, Map<String, String> properties, Map<String, String> environment) {
        String backend = properties.getOrDefault(Settings.BACKEND, "auto");
        require(settings.mode().name().equals(backend.toUpperCase(Locale.ROOT)), backend);
        require(List.of("auto", "native", "java").contains(backend), backend);
        String check = properties.getOrDefault(Settings.CHECK, "false");
        require(check.equals(String.valueOf(settings.check())), check);
        String platforms = properties.getOrDefault(Settings.PLATFORMS, "all");
        require(platforms.equals(settings.testedOnly() ? "tested" : "all"), platforms);
        String isa = properties.getOrDefault(
                Settings.ISA, environment.getOrDefault(Settings.ISA_VARIABLE, ""));
        require(isa.isEmpty() ? settings.isa() == null : isa.equals(settings.isa()), isa);
        require(isa.isEmpty() || InstructionSet.names().contains(isa), isa);
        String memory = properties.get(Settings.MEMORY);
        require(settings.memory() >= 0, memory);
        require(memory == null || memory.matches("(?U)\\d+[kmgtKMGT\u212A]?"), memory);
        String path = properties.get(Settings.LIBRARY_PATH);
        require(
                path == null
                        ? settings.libraryPath() == null
                        : settings.libraryPath().equals(Path.of(path).toAbsolutePath()),
                path);
    }

    /** Only files that are certainly no libraries are opened. */
    private static void chooseWithoutALibrary(Settings settings, FuzzInput in) {
        if (settings.mode() != Settings.Mode.JAVA
                && (settings.libraryPath() == null || Files.exists(settings.libraryPath()))) {
            return;
        }
        Kernels kernels =
                KernelFactory.choose(settings, warning -> require(warning.endsWith("."), ""));
        switch (settings.mode()) {
            case JAVA, AUTO ->
                require(
                        kernels instanceof Kernels.JavaOnly only
                                && only.reason().endsWith("."),
                        kernels.toString());
            case NATIVE ->
                require(
                        kernels instanceof Kernels.Unavailable none
                                && none.reason().endsWith("."),
                        kernels.toString());
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }

    private SettingsTarget() {}
}
