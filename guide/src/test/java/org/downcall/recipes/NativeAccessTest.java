package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.downcall.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native access: which modules may call C.
 *
 * <p>Some methods of the API can crash the JVM if they are used wrongly, for example with a
 * descriptor that does not match the function. They are <em>restricted</em>: the application
 * states, on the command line or in the manifest of its jar, which modules may call them.
 */
class NativeAccessTest {

    @TempDir
    private static Path directory;

    @Test
    void threeWaysToGrantIt() throws Exception {
        // On the class path:
        assertSilent("java --enable-native-access=ALL-UNNAMED -cp app.jar com.example.Main");
        // On the module path, with commas between the names of several modules:
        assertSilent("java --enable-native-access=com.example.app"
                + " --module-path app.jar --module com.example.app/com.example.Main");
        // With "Enable-Native-Access: ALL-UNNAMED" in the manifest of app.jar:
        assertSilent("java -jar app.jar");
    }

    /** Prints whether its module has native access, before and after a restricted call. */
    private static String mainClass() {
        return """
                package com.example;

                import java.lang.foreign.MemorySegment;

                public class Main {
                    public static void main(String[] arguments) {
                        System.out.println(Main.class.getModule().isNativeAccessEnabled());
                        MemorySegment.NULL.reinterpret(1);
                        System.out.println(Main.class.getModule().isNativeAccessEnabled());
                        MemorySegment.NULL.reinterpret(1);
                    }
                }
                """;
    }

    @BeforeAll
    static void theApplication() throws Exception {
        Files.writeString(directory.resolve("module-info.java"), "module com.example.app {}");
        Files.writeString(directory.resolve("Main.java"), mainClass());
        Files.writeString(directory.resolve("manifest"), "Enable-Native-Access: ALL-UNNAMED\n");
        CommandLine.output(directory, "javac --release 22 -d classes module-info.java Main.java");
        CommandLine.output(
                directory,
                "jar --create --file app.jar --manifest manifest"
                        + " --main-class com.example.Main -C classes .");
    }

    /**
     * The first restricted call of a module causes a warning, succeeds, and grants the module
     * native access. There is no second warning. The manifest has no effect, because -jar is not
     * used.
     */
    @Test
    void withoutTheOptionTheJvmWarnsOnce() throws Exception {
        String text = CommandLine.output(directory, "java -cp app.jar com.example.Main");
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        assertEquals("false", lines.get(0));
        assertEquals(
                "WARNING: A restricted method in java.lang.foreign.MemorySegment has been called",
                lines.get(1));
        String call = "java.lang.foreign.MemorySegment::reinterpret has been called by ";
        assertTrue(
                lines.get(2)
                        .startsWith("WARNING: " + call + "com.example.Main in an unnamed module"),
                text);
        assertTrue(lines.get(3)
                .startsWith("WARNING: Use --enable-native-access=ALL-UNNAMED to avoid a warning"));
        assertEquals("true", lines.getLast());
        assertEquals(6, lines.size(), text);
    }

    /** Uses a library that calls C. The application's module does not need native access. */
    static final class Application {
        public static void main(String[] arguments) {
            System.out.println(Application.class.getModule().isNativeAccessEnabled());
            System.out.println(Backend.current().toString().contains("native kernels"));
        }
    }

    /**
     * The caller is the class whose code calls the restricted method. jextract's bindings are part
     * of the library's module, so users of the library name this module and not their own.
     */
    @Test
    void theCallerIsTheModuleThatHoldsTheBindings() throws Exception {
        Output java = java(
                strict("--enable-native-access=org.downcall", "-Dorg.downcall.backend=native"),
                "--module-path " + DowncallJar.file() + " --add-modules org.downcall"
                        + " --class-path target/test-classes " + Application.class.getName());
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

    private static final List<Class<?>> TYPES = List.of(
            AddressLayout.class,
            Arena.class,
            Linker.class,
            MemorySegment.class,
            SymbolLookup.class,
            ModuleLayer.Controller.class,
            Runtime.class,
            System.class);

    private static boolean isRestricted(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(one -> one.annotationType().getSimpleName().equals("Restricted"));
    }

    /**
     * Reading, writing and allocating memory, defaultLookup, loaderLookup, and calls of a handle
     * are not restricted.
     */
    @Test
    void whichMethodsAreRestricted() {
        Set<String> expected = new TreeSet<>(RESTRICTED);
        if (Runtime.version().feature() >= 24) {
            expected.addAll(RESTRICTED_SINCE_24);
        }
        Set<String> actual = new TreeSet<>();
        for (Class<?> type : TYPES) {
            for (Method method : type.getDeclaredMethods()) {
                if (isRestricted(method)) {
                    actual.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertEquals(expected, actual);
    }

    /** Calls restricted methods and prints the outcome of each call. */
    static final class Denied {
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

    /** Wrong: no native access. A future release will throw what this option throws now. */
    @Test
    @EnabledForJreRange(minVersion = 24, disabledReason = "--illegal-native-access is new in 24")
    void wrongNoNativeAccess() throws Exception {
        Output java = ChildJvm.run(List.of("--illegal-native-access=deny"), Denied.class);
        for (String line : java.text().lines().toList()) {
            assertTrue(line.endsWith(": true"), java.text());
        }
        assertEquals(7, java.text().lines().count());
    }

    /**
     * The option applies to modules of the boot layer. The code that creates another layer, for
     * example for plug-ins, grants access to its modules.
     */
    @Test
    void aModuleLayer() {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration plugins = boot.configuration()
                .resolve(
                        ModuleFinder.of(DowncallJar.file()),
                        ModuleFinder.of(),
                        Set.of("org.downcall"));
        ModuleLayer.Controller controller = ModuleLayer.defineModulesWithOneLoader(
                plugins, List.of(boot), ClassLoader.getPlatformClassLoader());
        Module plugin = controller.layer().findModule("org.downcall").orElseThrow();
        assertFalse(plugin.isNativeAccessEnabled());
        // This method is restricted too: code without native access cannot grant it.
        controller.enableNativeAccess(plugin);
        assertTrue(plugin.isNativeAccessEnabled());
    }

    /** -Xlint:restricted reports the calls, and the annotation suppresses the message. */
    @Test
    void javacFindsTheCalls() throws IOException {
        String call = "void f(java.lang.foreign.MemorySegment s) { s.reinterpret(1); }";
        assertTrue(javac("class A { " + call + " }").contains("[restricted]"));
        assertEquals("", javac("class A { @SuppressWarnings(\"restricted\") " + call + " }"));
    }

    private String javac(String source) throws IOException {
        Path file = Files.writeString(directory.resolve("A.java"), source);
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        String options = "--release 22 -Xlint:restricted -d " + directory + " " + file;
        ToolProvider.findFirst("javac").orElseThrow().run(out, out, options.split(" "));
        return messages.toString();
    }

    /**
     * Adds the option that denies what a future release will deny. In JDK 22 and 23, naming some
     * modules denies all others.
     */
    private static List<String> strict(String... options) {
        return Runtime.version().feature() < 24
                ? List.of(options)
                : Stream.concat(Stream.of("--illegal-native-access=deny"), Stream.of(options))
                        .toList();
    }

    private static Output java(List<String> options, String more) throws Exception {
        List<String> command = new ArrayList<>(List.of(ChildJvm.java(), "-Duser.language=en"));
        command.addAll(options);
        command.addAll(List.of(more.split(" ")));
        return CommandLine.run(command);
    }

    /** Runs the command with illegal native access denied, and expects no warning. */
    private static void assertSilent(String command) throws Exception {
        String strict = "java " + String.join(" ", strict(command.substring("java ".length())));
        assertEquals("true\ntrue\n", CommandLine.output(directory, strict));
    }
}
