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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The build's file for native-image agrees with the header, and with the calls that Java makes. */
@RequiresLibrary
class ReachabilityMetadataTest {

    private static final Pattern DOWNCALL = Pattern.compile(
            "\\{\"returnType\": \"([^\"]+)\", \"parameterTypes\": \\[([^\\]]*)\\](, \"options\":"
                    + " \\{\"critical\": \\{\"allowHeapAccess\": true\\}\\})?\\}");

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
                    downcalls.add(
                            new Downcall(matcher.group(1), parameters, matcher.group(3) != null)),
                    matcher.group());
        }
        assertFalse(downcalls.isEmpty(), file);
    }

    private static Downcall ordinary(CHeader.Function function) {
        return new Downcall(
                canonical(function.returnType()),
                function.parameterTypes().stream()
                        .map(ReachabilityMetadataTest::canonical)
                        .toList(),
                false);
    }

    private static Downcall critical(CHeader.Function function) {
        Downcall call = ordinary(function);
        return new Downcall(call.returnType(), call.parameterTypes(), true);
    }

    private static String canonical(String type) {
        if (type.contains("*")) {
            return "void*";
        }
        return switch (type) {
            case "int" -> "jint";
            case "long long" -> "jlong";
            case "void" -> "void";
            default -> throw new AssertionError(type);
        };
    }

    /** The functions of libc are the only ones without bindings. */
    @Test
    void ordinaryCallsAreThoseOfTheHeaderAndOfLibc() throws IOException {
        Set<Downcall> expected = CHeader.read(TestBuild.HEADER).stream()
                .map(ReachabilityMetadataTest::ordinary)
                .collect(Collectors.toCollection(TreeSet::new));
        expected.add(new Downcall("jlong", List.of("jlong"), false)); // malloc
        expected.add(new Downcall("void", List.of("jlong"), false)); // free
        if (System.getProperty("os.name").equals("Linux")) { // madvise
            expected.add(new Downcall("jint", List.of("jlong", "jlong", "jint"), false));
        }
        assertEquals(
                expected,
                downcalls.stream()
                        .filter(downcall -> !downcall.critical())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The comments of Downcalls name the function that each method calls, and whether it is critical. */
    @Test
    void criticalCallsAreThoseThatTheSourcesDescribe() throws IOException {
        Map<String, CHeader.Function> functions = CHeader.read(TestBuild.HEADER).stream()
                .collect(Collectors.toMap(CHeader.Function::name, Function.identity()));
        String source = Files.readString(
                Path.of("src/main/java/org/downcall/internal/calls/Downcalls.java"));
        Set<Downcall> expected = new TreeSet<>();
        for (String comment : source.split("\\*/")) {
            Matcher called = Pattern.compile(
                            "Calls \\{@code (dc_\\w+)\\}.*\\bCritical\\.", Pattern.DOTALL)
                    .matcher(comment.substring(Math.max(0, comment.lastIndexOf("/**"))));
            if (called.find()) {
                expected.add(critical(functions.get(called.group(1))));
            }
        }
        assertFalse(expected.isEmpty());
        assertEquals(
                expected,
                downcalls.stream()
                        .filter(Downcall::critical)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** An image needs the library and its digest. */
    @Test
    void theFileContainsNothingElseThanTheLibraries() {
        assertTrue(file.contains("{\"glob\": \"META-INF/native/**\"}"), file);
        assertEquals(ReachabilityMetadata.json(downcalls), file);
    }
}
