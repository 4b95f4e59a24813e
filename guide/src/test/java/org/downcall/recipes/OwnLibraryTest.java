package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.downcall.recipes.bindings.own_library_by_loader_h;
import org.downcall.recipes.bindings.own_library_by_name_h;
import org.downcall.recipes.bindings.own_library_h;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Your own library: how to load it, where the JVM searches for it, and how long it stays loaded.
 *
 * <p>{@link UsesRecipesLibrary} has called {@code System.load(file)}.
 */
@UsesRecipesLibrary
class OwnLibraryTest {

    private static final Linker LINKER = Linker.nativeLinker();

    private static final Path LIBRARY = Path.of(TestBuild.library());

    @Test
    void twoWays() throws Throwable {
        // With bindings: load the library, then call the generated method.
        System.load(LIBRARY.toString());
        assertEquals(42, own_library_h.own_library_answer());

        // Without bindings: open the library, find the function and link it.
        SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        MethodHandle answer = LINKER.downcallHandle(
                library.find("own_library_answer").orElseThrow(), FunctionDescriptor.of(JAVA_INT));
        assertEquals(42, (int) answer.invokeExact());
    }

    /** Links a function that returns an int and has no parameters. */
    private static MethodHandle function(SymbolLookup library, String name) {
        return LINKER.downcallHandle(
                library.find(name).orElseThrow(), FunctionDescriptor.of(JAVA_INT));
    }

    /** dlopen searches for a name on its own path, which is that of installed libraries. */
    @Test
    void byName() {
        assertEquals(OS.LINUX.isCurrentOs() ? "libm.so" : "libm.dylib", System.mapLibraryName("m"));
        // On Linux, libm.so is a file for the linker, which may be missing. Programs open the
        // version that they need.
        String name = OS.LINUX.isCurrentOs() ? "libm.so.6" : System.mapLibraryName("m");
        SymbolLookup math = SymbolLookup.libraryLookup(name, Arena.global());
        assertTrue(math.find("cbrt").isPresent());
    }

    /**
     * loaderLookup finds symbols of the libraries that were loaded by classes of the caller's class
     * loader. jextract's bindings use it unless --library is given.
     */
    @Test
    void byTheLoader() throws Throwable {
        SymbolLookup loaded = SymbolLookup.loaderLookup();
        assertEquals(42, (int) function(loaded, "own_library_answer").invokeExact());
        // The second lookup is used for symbols that the first one does not find.
        assertTrue(loaded.or(LINKER.defaultLookup()).find("strlen").isPresent());
    }

    private static void assumeGlibc() {
        SymbolLookup libc = LINKER.defaultLookup();
        assumeTrue(libc.find("gnu_get_libc_version").isPresent(), "Other C libraries differ.");
    }

    /**
     * glibc unloads a library when it has been closed as often as it was opened. musl never unloads
     * one.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void unloadedWithItsArena(@TempDir Path directory) throws Throwable {
        assumeGlibc();
        // LIBRARY itself stays loaded, because System.load has loaded it.
        Path copy = Files.copy(LIBRARY, directory.resolve("libcopy.so"));
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(copy, arena);
            assertEquals(1, count(copy));
            assertEquals(2, count(copy));
        }
        // The library is loaded again, so the count starts again.
        assertEquals(1, count(copy));
    }

    private static int count(Path library) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            return (int) function(SymbolLookup.libraryLookup(library, arena), "own_library_count")
                    .invokeExact();
        }
    }

    /** Wrong: calling a function after the arena of its lookup has been closed. */
    @Test
    void wrongFunctionAfterItsLibrary() {
        MethodHandle answer;
        try (Arena arena = Arena.ofConfined()) {
            answer = function(SymbolLookup.libraryLookup(LIBRARY, arena), "own_library_answer");
        }
        assertThrows(IllegalStateException.class, () -> {
            int result = (int) answer.invokeExact();
        });
        // Do not call find on the lookup now: it does not check the arena and may end the JVM.
    }

    /** Wrong: a confined arena for a library that other threads call. */
    @Test
    void wrongArenaForOtherThreads() {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle answer =
                    function(SymbolLookup.libraryLookup(LIBRARY, arena), "own_library_answer");
            CompletableFuture<Void> call = CompletableFuture.runAsync(
                    () -> assertThrows(WrongThreadException.class, () -> {
                        int result = (int) answer.invokeExact();
                    }),
                    task -> new Thread(task).start());
            call.join();
        }
    }

    /** A file that is missing, a file for another machine, and a function that is missing. */
    @Test
    void missingFilesAndFunctions(@TempDir Path directory) throws IOException {
        byte[] bytes = Files.readAllBytes(LIBRARY);
        // ELF stores the machine at this offset.
        bytes[18] ^= 0x55;
        Path foreign = Files.write(directory.toRealPath().resolve("foreign.so"), bytes);
        for (Path file : List.of(directory.resolve("absent.so"), foreign)) {
            IllegalArgumentException error = assertThrows(
                    IllegalArgumentException.class,
                    () -> SymbolLookup.libraryLookup(file, Arena.global()));
            assertTrue(error.getMessage().contains("Cannot open library: " + file));
        }
        // The message of System.load also contains the reason.
        Throwable error =
                assertThrows(UnsatisfiedLinkError.class, () -> System.load(foreign.toString()));
        assertTrue(error.getMessage().startsWith(foreign + ": "));

        // The bindings look up each function when it is first called.
        error = assertThrows(UnsatisfiedLinkError.class, own_library_h::own_library_new_function);
        assertEquals("unresolved symbol: own_library_new_function", error.getMessage());
        assertThrows(NoClassDefFoundError.class, own_library_h::own_library_new_function);
        // To check for a function beforehand, use find.
        SymbolLookup loaded = SymbolLookup.loaderLookup();
        assertFalse(loaded.find("own_library_new_function").isPresent());
    }

    /**
     * Builds lib(name).so with a function of this name, and libuses_(name).so, which depends on it.
     */
    private static void build(Path directory, String name, String linkerOption) throws Exception {
        Files.writeString(
                directory.resolve("dependency.c"), "int %1$s(void) { return 42; }".formatted(name));
        Files.writeString(
                directory.resolve("dependent.c"),
                "int %1$s(void); int uses_%1$s(void) { return %1$s(); }".formatted(name));
        String dependency = "cc -shared -fPIC -o lib%1$s.so -Wl,-soname,lib%1$s.so dependency.c";
        String dependent = "cc -shared -fPIC -o libuses_%1$s.so dependent.c -L. -l%1$s %2$s";
        CommandLine.output(directory, dependency.formatted(name));
        CommandLine.output(directory, dependent.formatted(name, linkerOption).strip());
    }

    /**
     * Wrong: expecting the dynamic linker to search the directory of the library for a dependency.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void wrongDependencyNotFound(@TempDir Path directory) throws Exception {
        build(directory, "lost", "");
        Path dependent = directory.resolve("libuses_lost.so");
        UnsatisfiedLinkError error =
                assertThrows(UnsatisfiedLinkError.class, () -> System.load(dependent.toString()));
        // With glibc: "liblost.so: cannot open shared object file: No such file or directory".
        assertTrue(error.getMessage().contains("liblost.so: "), error.getMessage());
        // libraryLookup does not name the dependency.
        IllegalArgumentException shorter = assertThrows(
                IllegalArgumentException.class,
                () -> SymbolLookup.libraryLookup(dependent, Arena.global()));
        assertFalse(shorter.getMessage().contains("liblost.so"), shorter.getMessage());
    }

    /** The dynamic linker replaces $ORIGIN by the directory of the library. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void dependencyFoundByRpath(@TempDir Path directory) throws Throwable {
        build(directory, "near", "-Wl,-rpath,$ORIGIN");
        System.load(directory.resolve("libuses_near.so").toString());
        assertEquals(
                42, (int) function(SymbolLookup.loaderLookup(), "uses_near").invokeExact());
    }

    /** glibc does not search for a dependency if a library with its soname is loaded. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void dependencyLoadedFirst(@TempDir Path directory) throws Throwable {
        assumeGlibc();
        build(directory, "early", "");
        System.load(directory.resolve("libearly.so").toString());
        System.load(directory.resolve("libuses_early.so").toString());
        assertEquals(
                42, (int) function(SymbolLookup.loaderLookup(), "uses_early").invokeExact());
    }

    /**
     * Wrong: loading a library in two class loaders, such as those of two web applications in one
     * server. Library lookups have no such limit.
     */
    @Test
    void wrongSecondClassLoader() throws Exception {
        URL classes = Path.of("target", "test-classes").toUri().toURL();
        try (URLClassLoader other = new URLClassLoader(new URL[] {classes}, null)) {
            Callable<?> loads = (Callable<?>) other.loadClass(Loads.class.getName())
                    .getConstructor(String.class)
                    .newInstance(LIBRARY.toString());
            UnsatisfiedLinkError error = assertThrows(UnsatisfiedLinkError.class, loads::call);
            assertTrue(error.getMessage().contains("already loaded in another classloader"));
        }
    }

    /** Opens the library with a lookup, then loads it for the class loader of this class. */
    public record Loads(String file) implements Callable<Void> {

        @Override
        public Void call() {
            SymbolLookup.libraryLookup(Path.of(file), Arena.ofAuto())
                    .find("own_library_answer")
                    .orElseThrow();
            System.load(file);
            return null;
        }
    }

    /**
     * Calls bindings that load the library themselves, and prints a line for each call. It runs in
     * a JVM of its own.
     */
    static final class Bindings {

        public static void main(String[] arguments) {
            // Generated with --library recipes --use-system-load-library:
            report(own_library_by_loader_h::own_library_answer);
            // Generated with --library recipes:
            report(own_library_by_name_h::own_library_answer);
        }

        private static void report(IntSupplier call) {
            try {
                System.out.println(call.getAsInt());
            } catch (LinkageError e) {
                // The class of the bindings could not be initialised.
                Throwable reason = e.getCause() == null ? e : e.getCause();
                System.out.println(reason.getMessage());
            }
        }

        /** {@return the lines that this class prints with an environment variable and an option} */
        static List<String> output(String variable, String option)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of("env", variable, ChildJvm.java()));
            command.addAll(List.of(option, "--enable-native-access=ALL-UNNAMED"));
            command.addAll(ChildJvm.program(Bindings.class));
            Output output = CommandLine.run(command);
            assertEquals(0, output.exit(), output.text());
            return output.text().lines().toList();
        }
    }

    /**
     * Wrong: expecting --library to search java.library.path. dlopen does not. The bindings fail as
     * a whole, although the class loader, which they would search next, has the library.
     */
    @Test
    void wrongLibraryByNameInJextract() throws IOException, InterruptedException {
        List<String> found =
                Bindings.output("LD_LIBRARY_PATH=", "-Djava.library.path=" + LIBRARY.getParent());
        assertEquals(
                List.of("42", "Cannot open library: " + System.mapLibraryName("recipes")), found);
    }

    /**
     * dlopen searches LD_LIBRARY_PATH. System.loadLibrary does not if java.library.path is set.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void libraryByNameInJextract() throws IOException, InterruptedException {
        List<String> found =
                Bindings.output("LD_LIBRARY_PATH=" + LIBRARY.getParent(), "-Djava.library.path=");
        assertTrue(found.get(0).startsWith("no recipes in java.library.path"));
        assertEquals("42", found.get(1));
    }
}
