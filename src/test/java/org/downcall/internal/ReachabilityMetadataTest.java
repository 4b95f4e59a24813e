package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.Backend;
import org.downcall.internal.ReachabilityMetadata.Downcall;
import org.downcall.internal.ReachabilityMetadata.Options;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The build's file for native-image agrees with the header, and with the calls that Java makes. */
@RequiresLibrary
class ReachabilityMetadataTest {

    private static final Pattern DOWNCALL = Pattern.compile(
            "\\{\"returnType\": \"([^\"]+)\", \"parameterTypes\": \\[([^\\]]*)\\](, \"options\":"
                    + " \\{\"critical\": \\{\"allowHeapAccess\": (true|false)\\}\\})?\\}");

    private String file;
    private final SortedSet<Downcall> downcalls = new TreeSet<>();

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = Backend.class.getResourceAsStream("/" + ReachabilityMetadata.FILE)) {
            assertNotNull(in, "the build writes " + ReachabilityMetadata.FILE);
            file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Matcher matcher = DOWNCALL.matcher(file);
        while (matcher.find()) {
            List<String> parameters = Stream.of(matcher.group(2).split(", "))
                    .filter(type -> !type.isEmpty())
                    .map(type -> type.substring(1, type.length() - 1))
                    .toList();
            assertTrue(
                    downcalls.add(new Downcall(matcher.group(1), parameters, options(matcher))),
                    matcher.group());
        }
        assertFalse(downcalls.isEmpty(), file);
    }

    private static Options options(Matcher matcher) {
        if (matcher.group(3) == null) {
            return Options.ORDINARY;
        }
        return matcher.group(4).equals("true")
                ? Options.CRITICAL_WITH_HEAP_ACCESS
                : Options.CRITICAL;
    }

    private static Downcall ordinary(CHeader.Function function) {
        return call(function, Options.ORDINARY);
    }

    private static Downcall call(CHeader.Function function, Options options) {
        return new Downcall(
                canonical(function.returnType()),
                function.parameterTypes().stream()
                        .map(ReachabilityMetadataTest::canonical)
                        .toList(),
                options);
    }

    private static String canonical(String type) {
        if (type.contains("*")) {
            return "void*";
        }
        return switch (type) {
            case "int" -> "jint";
            case "long long" -> "jlong";
            case "float" -> "jfloat";
            case "double" -> "jdouble";
            case "dc_summary" -> "struct(jlong,jdouble,jdouble,jdouble,jdouble)";
            case "void" -> "void";
            default -> throw new AssertionError(type);
        };
    }

    /** One handle serves the functions of libc, and those that most tasks need. */
    @Test
    void ordinaryCallsAreThoseOfTheHeaderAndOneForIntegers() throws IOException {
        Set<Downcall> expected = CHeader.read(TestBuild.HEADERS).stream()
                .map(ReachabilityMetadataTest::ordinary)
                .collect(Collectors.toCollection(TreeSet::new));
        expected.add(new Downcall(
                "jlong", List.of("jlong", "jlong", "jlong", "jlong"), Options.ORDINARY));
        assertEquals(
                expected,
                downcalls.stream()
                        .filter(downcall -> downcall.options() == Options.ORDINARY)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The comments name the function that each method calls, and whether it is critical. */
    @Test
    void criticalCallsAreThoseThatTheSourcesDescribe() throws IOException {
        Map<String, CHeader.Function> functions = CHeader.read(TestBuild.HEADERS).stream()
                .collect(Collectors.toMap(CHeader.Function::name, Function.identity()));
        String source = "";
        for (String file : List.of("Downcalls.java", "VectorCalls.java")) {
            source += Files.readString(
                    Path.of("src/main/java/org/downcall/internal/calls").resolve(file));
        }
        Set<Downcall> expected = new TreeSet<>();
        for (String comment : source.split("\\*/")) {
            comment = comment.substring(Math.max(0, comment.lastIndexOf("/**")));
            Matcher called = Pattern.compile(
                            "Calls \\{@code (dc_\\w+)\\}.*\\bCritical\\b", Pattern.DOTALL)
                    .matcher(comment);
            if (called.find()) {
                CHeader.Function function = functions.get(called.group(1));
                expected.add(call(function, Options.CRITICAL_WITH_HEAP_ACCESS));
                if (comment.contains("with and without heap access")) {
                    expected.add(call(function, Options.CRITICAL));
                }
            }
        }
        assertFalse(expected.isEmpty());
        assertEquals(
                expected,
                downcalls.stream()
                        .filter(downcall -> downcall.options() != Options.ORDINARY)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** An image needs the library and its digest. */
    @Test
    void theFileContainsNothingElseThanTheLibraries() {
        assertTrue(file.contains("{\"glob\": \"META-INF/native/**\"}"), file);
        assertEquals(ReachabilityMetadata.json(downcalls), file);
    }
}
