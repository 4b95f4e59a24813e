package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.downcall.Backend;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native access: who may call C.
 *
 * <p>Some methods of the API can crash the JVM if they are told something wrong, such as a
 * descriptor that does not describe the function. They are <em>restricted</em>: the application
 * says on the command line, or in the manifest of its jar, which modules may call them. All that is
 * on the class path counts as one module, ALL-UNNAMED.
 */
class NativeAccessTest {

    private static final String CALLER = Caller.class.getName();

    @TempDir
    private Path directory;

    /**
     * Says whether its module has native access, before its first call of a restricted method and
     * after it.
     */
    static final class Caller {
        public static void main(String[] arguments) {
            System.out.println(Caller.class.getModule().isNativeAccessEnabled());
            MemorySegment.NULL.reinterpret(1);
            System.out.println(Caller.class.getModule().isNativeAccessEnabled());
            MemorySegment.NULL.reinterpret(1);
        }
    }

    /**
     * The first such call of a module warns, works, and gives the module native access: there is no
     * second warning.
     */
    @Test
    void withoutTheOptionTheJvmWarnsOnce() throws Exception {
        TestBuild.Output java = ChildJvm.run(List.of(), Caller.class);
        assertEquals(0, java.exit(), java.text());
        List<String> lines = java.text().lines().filter(line -> !line.isBlank()).toList();
        assertEquals("false", lines.get(0));
        assertEquals(
                "WARNING: A restricted method in java.lang.foreign.MemorySegment has been called",
                lines.get(1));
        String whose = "java.lang.foreign.MemorySegment::reinterpret has been called by " + CALLER;
        assertTrue(
                lines.get(2).startsWith("WARNING: " + whose + " in an unnamed module"),
                java.text());
        assertTrue(lines.get(3)
                .startsWith("WARNING: Use --enable-native-access=ALL-UNNAMED to avoid a warning"));
        assertEquals("true", lines.getLast());
        assertEquals(6, lines.size(), java.text());
    }

    @Test
    void onTheClassPath() throws Exception {
        assertSilent(ChildJvm.run(strict("--enable-native-access=ALL-UNNAMED"), Caller.class));
    }

    /** On the module path the option lists modules, with commas between them. */
    @Test
    void onTheModulePath() throws Exception {
        String module = "org.downcall";
        assertSilent(java(
                strict("--enable-native-access=" + module),
                "--module-path",
                "target/classes",
                "--patch-module",
                module + "=target/test-classes", // where this test's classes are
                "--module",
                module + "/" + CALLER));
    }

    /**
     * A jar that is run with -jar says it in its manifest; for any other jar the attribute means
     * nothing.
     */
    @Test
    void inAnExecutableJar() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, CALLER);
        manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
        Path jar = directory.resolve("app.jar");
        String file = CALLER.replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = Caller.class.getResourceAsStream("/" + file)) {
            out.putNextEntry(new JarEntry(file));
            in.transferTo(out);
        }
        assertSilent(java(strict(), "-jar", jar.toString()));
        TestBuild.Output library = java(List.of(), "-cp", jar.toString(), CALLER);
        assertTrue(library.text().contains("WARNING: A restricted method"), library.text());
    }

    /** Uses a library that calls C. Its own module has no native access and needs none. */
    static final class Application {
        public static void main(String[] arguments) {
            System.out.println(Application.class.getModule().isNativeAccessEnabled());
            System.out.println(Backend.current().toString().contains("native kernels"));
        }
    }

    /**
     * The caller is the class whose code calls the restricted method. For bindings made by jextract
     * that is the module they are compiled into: a library keeps them to itself, and its users name
     * the library's module, not their own.
     */
    @Test
    @RequiresLibrary
    void theCallerIsTheModuleThatHoldsTheBindings() throws Exception {
        TestBuild.Output java = java(
                strict("--enable-native-access=org.downcall"),
                "-Dorg.downcall.backend=native",
                "--module-path",
                "target/classes",
                "--add-modules",
                "org.downcall",
                "--class-path",
                "target/test-classes",
                Application.class.getName());
        assertEquals("false\ntrue\n", java.text());
    }

    static final List<String> RESTRICTED = List.of(
            "AddressLayout.withTargetLayout",
            "Controller.enableNativeAccess",
            "Linker.downcallHandle",
            "Linker.upcallStub",
            "MemorySegment.reinterpret",
            "SymbolLookup.libraryLookup");

    static final List<String> RESTRICTED_SINCE_24 =
            List.of("Runtime.load", "Runtime.loadLibrary", "System.load", "System.loadLibrary");

    /**
     * Getting and setting, allocating, defaultLookup and loaderLookup, and calling a handle are not
     * restricted.
     */
    @Test
    void whichMethodsAreRestricted() {
        Set<String> expected = new TreeSet<>(RESTRICTED);
        if (Runtime.version().feature() >= 24) {
            expected.addAll(RESTRICTED_SINCE_24);
        }
        Set<String> actual = new TreeSet<>();
        Stream.of(
                        AddressLayout.class,
                        Arena.class,
                        Linker.class,
                        MemorySegment.class,
                        SymbolLookup.class,
                        ModuleLayer.Controller.class,
                        Runtime.class,
                        System.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Arrays.stream(method.getAnnotations())
                        .anyMatch(annotation ->
                                annotation.annotationType().getSimpleName().equals("Restricted")))
                .forEach(method -> actual.add(
                        method.getDeclaringClass().getSimpleName() + "." + method.getName()));
        assertEquals(expected, actual);
    }

    /** Calls restricted methods, and says how each ended. */
    static final class Refused {
        public static void main(String[] arguments) throws ReflectiveOperationException {
            Linker linker = Linker.nativeLinker();
            FunctionDescriptor nothing = FunctionDescriptor.ofVoid();
            MethodHandle gc = MethodHandles.lookup()
                    .findStatic(System.class, "gc", MethodType.methodType(void.class));
            attempt("downcallHandle", () -> linker.downcallHandle(nothing));
            attempt("upcallStub", () -> linker.upcallStub(gc, nothing, Arena.ofAuto()));
            attempt("libraryLookup", () -> SymbolLookup.libraryLookup("none", Arena.ofAuto()));
            attempt("reinterpret", () -> MemorySegment.NULL.reinterpret(1));
            attempt("withTargetLayout", () -> ADDRESS.withTargetLayout(ADDRESS));
            attempt("load", () -> System.load("/none"));
            attempt("loadLibrary", () -> System.loadLibrary("none"));
        }

        private static void attempt(String method, Runnable call) {
            try {
                call.run();
                System.out.println(method + " works");
            } catch (IllegalCallerException e) {
                System.out.println(
                        method + ": " + e.getMessage().startsWith("Illegal native access from"));
            }
        }
    }

    /** The warning will become this exception in a release to come. So test with it now. */
    @Test
    @EnabledForJreRange(minVersion = 24, disabledReason = "--illegal-native-access is new in 24")
    void wrongNoNativeAccessAndIllegalAccessIsDenied() throws Exception {
        TestBuild.Output java =
                ChildJvm.run(List.of("--illegal-native-access=deny"), Refused.class);
        for (String line : java.text().lines().toList()) {
            assertTrue(line.endsWith(": true"), java.text());
        }
        assertEquals(7, java.text().lines().count());
    }

    /**
     * The option means modules of the boot layer. Who makes a layer, for plug-ins say, gives its
     * modules access.
     */
    @Test
    void aModuleLayerOfMyOwn() {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration plugins = boot.configuration()
                .resolve(
                        ModuleFinder.of(Path.of("target", "classes")),
                        ModuleFinder.of(),
                        Set.of("org.downcall"));
        ModuleLayer.Controller controller = ModuleLayer.defineModulesWithOneLoader(
                plugins, List.of(boot), ClassLoader.getPlatformClassLoader());
        Module plugin = controller.layer().findModule("org.downcall").orElseThrow();
        assertFalse(plugin.isNativeAccessEnabled());
        controller.enableNativeAccess(
                plugin); // restricted itself: who has no native access cannot give it
        assertTrue(plugin.isNativeAccessEnabled());
    }

    /** javac finds the calls when it is asked to; the annotation says: I know, it is here. */
    @Test
    void javacFindsThem() throws IOException {
        String call = "void f(java.lang.foreign.MemorySegment s) { s.reinterpret(1); }";
        assertTrue(javac("class A { " + call + " }").contains("[restricted]"));
        assertEquals("", javac("class A { @SuppressWarnings(\"restricted\") " + call + " }"));
    }

    private String javac(String source) throws IOException {
        Path file = Files.writeString(directory.resolve("A.java"), source);
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        javac.run(
                out,
                out,
                "--release",
                "22",
                "-Xlint:restricted",
                "-d",
                directory.toString(),
                file.toString());
        return messages.toString();
    }

    /**
     * Denies what a release to come will deny, as of 24. In 22 and 23 naming some modules denies
     * all the others.
     */
    private static List<String> strict(String... options) {
        return Runtime.version().feature() < 24
                ? List.of(options)
                : Stream.concat(Stream.of("--illegal-native-access=deny"), Stream.of(options))
                        .toList();
    }

    private static TestBuild.Output java(List<String> options, String... more) throws Exception {
        return TestBuild.run(
                Stream.of(List.of(ChildJvm.java(), "-Duser.language=en"), options, List.of(more))
                        .flatMap(List::stream)
                        .toList());
    }

    private static void assertSilent(TestBuild.Output java) {
        assertEquals("true\ntrue\n", java.text());
    }
}
