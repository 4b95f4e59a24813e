package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.downcall.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** Dependencies between the packages of the library point down only, as the class files show. */
class RoomsTest {

    private static final String PUBLIC = "org.downcall";
    private static final String INTERNAL = "org.downcall.internal";
    private static final String NUMBERS = "org.downcall.internal.numbers";
    private static final String VECTORS = "org.downcall.internal.vectors";
    private static final String CALLS = "org.downcall.internal.calls";
    private static final String LOADING = "org.downcall.internal.loading";
    private static final String BINDINGS = "org.downcall.internal.bindings";

    /** For each package, the other packages of the library that it may use. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            PUBLIC, Set.of(INTERNAL, NUMBERS, VECTORS, CALLS),
            INTERNAL, Set.of(NUMBERS, VECTORS, CALLS, LOADING, BINDINGS),
            NUMBERS, Set.of(CALLS, BINDINGS),
            VECTORS, Set.of(CALLS, BINDINGS),
            CALLS, Set.of(BINDINGS),
            LOADING, Set.of(),
            BINDINGS, Set.of());

    private static final int CONSTANT_UTF8 = 1;
    private static final int CONSTANT_STRING = 8;
    private static final int CONSTANT_METHOD = 10;
    private static final Pattern CLASS_NAME =
            Pattern.compile("org/downcall/([a-z]+/)*(?=[A-Za-z])");

    private static final Map<String, ClassReader> CLASSES = new TreeMap<>();

    @BeforeAll
    static void readTheClassesOfTheLibrary() throws IOException {
        URI location = URI.create(Backend.class
                .getResource("Backend.class")
                .toString()
                .replaceFirst("^jar:|!.*", ""));
        Path classes = Path.of(location).getParent();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".class")).toList()) {
                ClassReader reader = new ClassReader(Files.readAllBytes(file));
                CLASSES.put(reader.getClassName(), reader);
            }
        }
        assertTrue(
                CLASSES.containsKey("org/downcall/internal/Kernels"), CLASSES.keySet()::toString);
    }

    /** Names and descriptors are UTF-8 constants, and so are the values of strings. */
    private static List<String> constants(ClassReader reader, int tag) {
        List<String> constants = new ArrayList<>();
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int offset = reader.getItem(i);
            if (offset > 0 && reader.readByte(offset - 1) == tag) {
                constants.add(
                        tag == CONSTANT_UTF8
                                ? utf8(reader, offset)
                                : reader.readUTF8(offset, buffer));
            }
        }
        return constants;
    }

    /** All names of classes are ASCII. */
    private static String utf8(ClassReader reader, int offset) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < reader.readUnsignedShort(offset); i++) {
            text.append((char) reader.readByte(offset + 2 + i));
        }
        return text.toString();
    }

    private static String packageOf(String className) {
        return className.substring(0, className.lastIndexOf('/')).replace('/', '.');
    }

    @Test
    void dependenciesPointDownOnly() {
        Map<String, Set<String>> actual = new HashMap<>();
        CLASSES.forEach((name, reader) -> {
            Set<String> used = actual.computeIfAbsent(packageOf(name), any -> new TreeSet<>());
            for (String constant : constants(reader, CONSTANT_UTF8)) {
                Matcher matcher = CLASS_NAME.matcher(constant);
                while (matcher.find()) {
                    used.add(packageOf(matcher.group()));
                }
            }
            used.remove(packageOf(name));
        });
        assertEquals(ALLOWED.keySet(), actual.keySet(), "the packages of the library");
        ALLOWED.forEach((name, allowed) -> {
            Set<String> forbidden = new TreeSet<>(actual.get(name));
            forbidden.removeAll(allowed);
            assertEquals(Set.of(), forbidden, "packages that " + name + " must not use");
        });
    }

    /** Another project can use the package of the loader unchanged. */
    @Test
    void theLoaderDoesNotMentionTheLibraryThatItLoads() {
        CLASSES.forEach((name, reader) -> {
            if (packageOf(name).equals(LOADING)) {
                for (String text : constants(reader, CONSTANT_STRING)) {
                    assertTrue(
                            !text.contains("downcall") && !text.contains("dc_"),
                            name + " contains the string '" + text + "'");
                }
            }
        });
    }

    /** The other methods of the generated bindings wrap each error of the JVM in an AssertionError. */
    @Test
    void ofTheGeneratedFunctionsOnlyTheHandlesAreUsed() {
        Set<String> used = new TreeSet<>();
        CLASSES.forEach((name, reader) -> {
            if (!packageOf(name).equals(BINDINGS)) {
                char[] buffer = new char[reader.getMaxStringLength()];
                for (int i = 1; i < reader.getItemCount(); i++) {
                    int offset = reader.getItem(i);
                    if (offset > 0
                            && reader.readByte(offset - 1) == CONSTANT_METHOD
                            && reader.readClass(offset, buffer).endsWith("_h")) {
                        int nameAndType = reader.getItem(reader.readUnsignedShort(offset + 2));
                        used.add(reader.readUTF8(nameAndType, buffer));
                    }
                }
            }
        });
        assertTrue(used.contains("dc_level$handle"), used::toString);
        used.removeIf(method -> method.matches("dc_\\w+\\$(handle|address)"));
        assertEquals(Set.of(), used);
    }

    /** Apart from the generated bindings, and the handshake, which runs before they can be used. */
    @Test
    void twoClassesLinkHandles() {
        Set<String> linking = new TreeSet<>();
        CLASSES.forEach((name, reader) -> {
            if (!packageOf(name).equals(BINDINGS)
                    && constants(reader, CONSTANT_UTF8).contains("downcallHandle")) {
                linking.add(name);
            }
        });
        assertEquals(
                Set.of(
                        "org/downcall/internal/calls/Downcalls",
                        "org/downcall/internal/calls/IntegerCall",
                        "org/downcall/internal/loading/Handshake"),
                linking);
    }
}
