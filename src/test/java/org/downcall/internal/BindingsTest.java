package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.UnionLayout;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.downcall.internal.bindings.HeaderHash;
import org.downcall.internal.bindings.downcall_h;
import org.downcall.internal.bindings.downcall_vectors_h;
import org.downcall.internal.layouts.padded;
import org.downcall.internal.vectors.VectorKernel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/**
 * Every generated function descriptor and layout equals what the C compiler makes of the header, so
 * that a stale or wrong binding cannot pass.
 */
@RequiresLibrary
class BindingsTest {

    private static final String DESCRIPTOR = "$descriptor";

    @TempDir
    Path directory;

    @BeforeAll
    static void theLibraryIsLoaded() {
        TestBuild.assertLibraryIsLoaded();
    }

    @Test
    void everyFunctionOfTheHeaderIsBoundAndNothingElse()
            throws IOException, ReflectiveOperationException {
        assertEquals(
                new TreeSet<>(CHeader.read(TestBuild.HEADERS).stream()
                        .map(CHeader.Function::name)
                        .toList()),
                descriptors().keySet());
    }

    @Test
    void everyDescriptorAgreesWithTheCompiler()
            throws IOException, InterruptedException, ReflectiveOperationException {
        CompiledTypes compiler = new CompiledTypes(TestBuild.VECTORS_HEADER, directory);
        List<CHeader.Function> functions = CHeader.read(TestBuild.HEADERS);
        compiler.confirm(functions);
        Map<String, FunctionDescriptor> descriptors = descriptors();
        for (CHeader.Function function : functions) {
            assertMatches(function, descriptors.get(function.name()), compiler);
        }
    }

    @Test
    void everyLayoutAgreesWithTheCompiler()
            throws IOException, InterruptedException, ReflectiveOperationException {
        CompiledTypes compiler = new CompiledTypes(TestBuild.VECTORS_HEADER, directory);
        for (GroupLayout layout : layouts("src/main/jextract", downcall_h.class.getPackageName())) {
            assertMatches(layout, compiler);
        }
    }

    /**
     * The same bindings serve every platform. The size of long differs between them. jextract
     * declares C_LONG always; newer versions take it from canonicalLayouts(), which depends on the
     * platform.
     */
    @Test
    void theBindingsDoNotDependOnThePlatform() throws IOException {
        try (var files = Files.walk(Path.of("src/main/jextract"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String source = Files.readString(file);
                assertFalse(source.contains("canonicalLayouts"), file::toString);
                assertFalse(
                        Pattern.compile("(?<!public static final ValueLayout.OfLong )\\bC_LONG\\b")
                                .matcher(source)
                                .find(),
                        () -> file + " uses C_LONG");
            }
        }
    }

    @Test
    void constantsHaveTheirValues() {
        assertEquals(downcall_h.dc_abi_version(), downcall_h.DC_ABI_VERSION());
        assertEquals(downcall_h.DC_ABI_VERSION(), new DowncallIdentity().abiVersion());
        assertEquals(
                downcall_h.dc_header_hash(),
                Long.parseUnsignedLong(HeaderHash.SHA_256.substring(0, 16), 16));
    }

    /** The handle for them has no descriptor that is generated. */
    @Test
    void everyFunctionThatIsCalledWithIntegersTakesAndReturnsOnlySuch() throws IOException {
        Set<String> called = new TreeSet<>();
        Matcher matcher = Pattern.compile("IntegerCall\\.find\\(\"(dc_\\w+)\"\\)")
                .matcher(Files.readString(
                        Path.of("src/main/java/org/downcall/internal/calls/Downcalls.java")));
        while (matcher.find()) {
            called.add(matcher.group(1));
        }
        assertTrue(called.contains("dc_task_run"), called::toString);
        Pattern integer = Pattern.compile("(?:const )?\\w+ ?\\*|int|long long");
        for (CHeader.Function function : CHeader.read(TestBuild.HEADERS)) {
            if (called.remove(function.name())) {
                assertTrue(function.parameterTypes().size() <= 4, function::toString);
                for (String type : function.parameterTypes()) {
                    assertTrue(integer.matcher(type).matches(), function + ": " + type);
                }
                assertTrue(
                        function.returnType().equals("void")
                                || integer.matcher(function.returnType()).matches(),
                        function::toString);
            }
        }
        assertEquals(Set.of(), called);
    }

    /** The kernels in Java do not use the bindings, so that they need no native library. */
    @Test
    void theConstantsOfTheKernelsAreThoseOfTheHeader() {
        assertEquals(downcall_vectors_h.DC_FLOAT32(), VectorKernel.FLOAT32);
        assertEquals(downcall_vectors_h.DC_FLOAT16(), VectorKernel.FLOAT16);
        assertEquals(downcall_vectors_h.DC_BFLOAT16(), VectorKernel.BFLOAT16);
        assertEquals(downcall_vectors_h.DC_INT8(), VectorKernel.INT8);
        assertEquals(downcall_vectors_h.DC_BITS(), VectorKernel.BITS);
        assertEquals(downcall_vectors_h.DC_DOT(), VectorKernel.DOT);
        assertEquals(downcall_vectors_h.DC_SQUARED_DISTANCE(), VectorKernel.SQUARED_DISTANCE);
        assertEquals(downcall_vectors_h.DC_COSINE(), VectorKernel.COSINE);
        assertEquals(downcall_vectors_h.DC_HAMMING(), VectorKernel.HAMMING);
        assertEquals(downcall_vectors_h.DC_JACCARD(), VectorKernel.JACCARD);
    }

    private static final Pattern LIMIT =
            Pattern.compile("(?m)^#define (DC_\\w*MAX_\\w+) (\\d+)(?:LL)?$");

    /** Bindings for other languages may not see macros. */
    @Test
    void everyLimitOfTheHeaderIsAlsoAFunction() throws IOException, ReflectiveOperationException {
        String header = Files.readString(TestBuild.HEADER);
        Map<String, Long> limits = new TreeMap<>();
        Map<String, Long> functions = new TreeMap<>();
        Matcher matcher = LIMIT.matcher(header);
        while (matcher.find()) {
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            limits.put(name, Long.parseLong(matcher.group(2)));
            Number value = (Number) downcall_h.class.getMethod(name).invoke(null);
            functions.put(name, value.longValue());
        }
        assertEquals(limits, functions);
        assertEquals(
                Pattern.compile("#define DC_\\w*MAX_").matcher(header).results().count(),
                limits.size(),
                "every limit has the form that this test recognises");
        assertEquals(5, limits.size(), limits.toString());
    }

    // ---- The comparison itself, on structures that have every difficulty, and on mistakes

    @Test
    void theComparisonAcceptsTheLayoutsOfJextract()
            throws IOException, InterruptedException, ReflectiveOperationException {
        List<GroupLayout> layouts = layouts("src/test/jextract", padded.class.getPackageName());
        assertEquals(3, layouts.size());
        for (GroupLayout layout : layouts) {
            assertMatches(layout, testLayouts());
        }
    }

    private CompiledTypes testLayouts() {
        return new CompiledTypes(TestBuild.C_TESTS.resolve("layouts.h"), directory);
    }

    @Test
    void theComparisonRejectsAWrongLayout() {
        MemoryLayout tag = ValueLayout.JAVA_BYTE.withName("tag");
        MemoryLayout weight = ValueLayout.JAVA_DOUBLE.withName("weight");
        MemoryLayout count = ValueLayout.JAVA_SHORT.withName("count");
        MemoryLayout gap = MemoryLayout.paddingLayout(7);
        List<GroupLayout> wrong = List.of(
                MemoryLayout.structLayout(
                        count, MemoryLayout.paddingLayout(6), weight, tag, gap), // another order
                MemoryLayout.structLayout(tag, gap, weight, count), // too short
                MemoryLayout.structLayout( // an integer for a floating number
                        tag,
                        gap,
                        ValueLayout.JAVA_LONG.withName("weight"),
                        count,
                        MemoryLayout.paddingLayout(6)),
                MemoryLayout.structLayout( // unaligned
                        tag,
                        gap,
                        ValueLayout.JAVA_DOUBLE_UNALIGNED.withName("weight"),
                        count,
                        MemoryLayout.paddingLayout(6)));
        for (GroupLayout layout : wrong) {
            assertThrows(
                    AssertionFailedError.class,
                    () -> assertMatches(layout.withName("padded"), testLayouts()),
                    layout::toString);
        }
    }

    @Test
    void theComparisonRejectsAWrongDescriptor() throws IOException {
        CHeader.Function function = CHeader.read(TestBuild.HEADERS).stream()
                .filter(f -> f.name().equals("dc_fib_long"))
                .findFirst()
                .orElseThrow();
        for (FunctionDescriptor wrong : List.of(
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_FLOAT),
                FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_INT),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT))) {
            assertThrows(
                    AssertionFailedError.class,
                    () -> assertMatches(
                            function,
                            wrong,
                            new CompiledTypes(TestBuild.VECTORS_HEADER, directory)),
                    wrong::toString);
        }
    }

    // ----

    private static Map<String, FunctionDescriptor> descriptors()
            throws ReflectiveOperationException {
        Map<String, FunctionDescriptor> descriptors = new TreeMap<>();
        for (Class<?> bindings : List.of(downcall_h.class, downcall_vectors_h.class)) {
            for (Method method : bindings.getMethods()) {
                if (method.getName().endsWith(DESCRIPTOR)) {
                    String name = method.getName()
                            .substring(0, method.getName().length() - DESCRIPTOR.length());
                    descriptors.put(name, (FunctionDescriptor) method.invoke(null));
                }
            }
        }
        assertFalse(descriptors.isEmpty());
        return descriptors;
    }

    private static void assertMatches(
            CHeader.Function function, FunctionDescriptor descriptor, CompiledTypes compiler)
            throws IOException, InterruptedException {
        List<String> spellings = new ArrayList<>(function.parameterTypes());
        List<MemoryLayout> layouts = new ArrayList<>(descriptor.argumentLayouts());
        boolean returnsNothing = function.returnType().equals("void");
        assertEquals(
                returnsNothing,
                descriptor.returnLayout().isEmpty(),
                function + " returns " + descriptor);
        if (!returnsNothing) {
            spellings.add(function.returnType());
            layouts.add(descriptor.returnLayout().orElseThrow());
        }
        assertEquals(spellings.size(), layouts.size(), function + " is bound as " + descriptor);
        List<CompiledTypes.Type> types = compiler.types(spellings);
        for (int i = 0; i < types.size(); i++) {
            assertEquals(types.get(i), typeOf(layouts.get(i)), function + ": " + spellings.get(i));
        }
    }

    /** The layouts of the classes that jextract made of structures and unions. */
    private static List<GroupLayout> layouts(String root, String packageName)
            throws IOException, ReflectiveOperationException {
        List<GroupLayout> layouts = new ArrayList<>();
        try (var files = Files.list(Path.of(root, packageName.split("\\.")))) {
            for (Path file : files.sorted().toList()) {
                Class<?> type = Class.forName(
                        packageName + "." + file.getFileName().toString().replace(".java", ""));
                for (Method method : type.getMethods()) {
                    if (method.getName().equals("layout") && method.getParameterCount() == 0) {
                        layouts.add((GroupLayout) method.invoke(null));
                    }
                }
            }
        }
        return layouts;
    }

    private static void assertMatches(GroupLayout layout, CompiledTypes compiler)
            throws IOException, InterruptedException {
        String aggregate = (layout instanceof UnionLayout ? "union " : "struct ")
                + layout.name().orElseThrow();
        assertEquals(compiler.types(List.of(aggregate)), List.of(typeOf(layout)), aggregate);
        List<MemoryLayout> members = layout.memberLayouts().stream()
                .filter(member -> !(member instanceof PaddingLayout))
                .toList();
        List<String> names =
                members.stream().map(member -> member.name().orElseThrow()).toList();
        List<CompiledTypes.Member> expected = compiler.members(aggregate, names);
        for (int i = 0; i < names.size(); i++) {
            String name = aggregate + "." + names.get(i);
            assertEquals(
                    expected.get(i).offset(),
                    layout.byteOffset(PathElement.groupElement(names.get(i))),
                    name);
            CompiledTypes.Type type = expected.get(i).type();
            if (members.get(i)
                    instanceof
                    SequenceLayout
                            array) { // in C, an array decays to a pointer, which hides its type
                assertEquals(type.size(), array.byteSize(), name);
                assertEquals(type.alignment(), array.byteAlignment(), name);
            } else {
                assertEquals(type, typeOf(members.get(i)), name);
            }
        }
    }

    private static CompiledTypes.Type typeOf(MemoryLayout layout) {
        CompiledTypes.Kind kind = switch (layout) {
            case AddressLayout address -> CompiledTypes.Kind.POINTER;
            case ValueLayout.OfFloat number -> CompiledTypes.Kind.FLOATING;
            case ValueLayout.OfDouble number -> CompiledTypes.Kind.FLOATING;
            case ValueLayout number -> CompiledTypes.Kind.INTEGER;
            case GroupLayout group -> CompiledTypes.Kind.AGGREGATE;
            default -> throw new AssertionError("no value in C: " + layout);
        };
        return new CompiledTypes.Type(layout.byteSize(), layout.byteAlignment(), kind);
    }
}
