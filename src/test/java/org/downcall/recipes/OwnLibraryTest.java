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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.downcall.internal.TestBuild;
import org.downcall.recipes.bindings.own_library_by_loader_h;
import org.downcall.recipes.bindings.own_library_by_name_h;
import org.downcall.recipes.bindings.own_library_h;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Your own library: who loads it, from where, and for how long.
 *
 * <p>{@link UsesRecipesLibrary} has called {@code System.load(file)}. Everything else here is asked
 * for.
 */
@UsesRecipesLibrary
class OwnLibraryTest {

    private static final Path LIBRARY = Path.of(UsesRecipesLibrary.Load.file());

    /** Finds an int function without arguments. */
    private static MethodHandle function(SymbolLookup library, String name) {
        return Linker.nativeLinker()
                .downcallHandle(library.find(name).orElseThrow(), FunctionDescriptor.of(JAVA_INT));
    }

    /** A file, open as long as the arena. {@link Arena#global()} for a library that stays. */
    @Test
    void byPath() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, arena);
            assertEquals(42, (int) function(library, "own_library_answer").invokeExact());
        }
    }

    /**
     * A name is given to dlopen, which has a search path of its own: mostly for what the system has
     * installed.
     */
    @Test
    void byName() {
        assertEquals(OS.LINUX.isCurrentOs() ? "libm.so" : "libm.dylib", System.mapLibraryName("m"));
        // On Linux libm.so, if it is there at all, is for the C compiler; programs look for the
        // version that they need.
        String name = OS.LINUX.isCurrentOs() ? "libm.so.6" : System.mapLibraryName("m");
        SymbolLookup math = SymbolLookup.libraryLookup(name, Arena.global());
        assertTrue(math.find("cbrt").isPresent());
    }

    /**
     * What System.load or System.loadLibrary loaded for the class loader of the class that asks.
     */
    @Test
    void byTheLoader() throws Throwable {
        SymbolLookup loaded = SymbolLookup.loaderLookup();
        assertEquals(42, (int) function(loaded, "own_library_answer").invokeExact());
        // One after the other. (dlsym also looks into what the libraries depend on, so the first
        // may have it, or not.)
        assertTrue(
                loaded.or(Linker.nativeLinker().defaultLookup()).find("strlen").isPresent());
        assertEquals(
                42,
                own_library_h
                        .own_library_answer()); // bound without --library, that is where jextract
        // looks
    }

    /** The C library counts who has the file open; static data lives as long. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void unloadedWithItsArena(@TempDir Path directory) throws Throwable {
        SymbolLookup libc = Linker.nativeLinker().defaultLookup();
        assumeTrue(libc.find("gnu_get_libc_version").isPresent(), "musl, for one, unloads nothing");
        Path copy = Files.copy(
                LIBRARY, directory.resolve("libcopy.so")); // the other one is loaded for good
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(copy, arena);
            assertEquals(1, count(copy));
            assertEquals(2, count(copy));
        }
        assertEquals(1, count(copy)); // loaded anew
    }

    private static int count(Path library) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            return (int) function(SymbolLookup.libraryLookup(library, arena), "own_library_count")
                    .invokeExact();
        }
    }

    /**
     * Wrong: a function of a library that was unloaded. An address from a lookup has the lifetime
     * of its arena.
     */
    @Test
    void wrongFunctionAfterItsLibrary() {
        MethodHandle answer;
        try (Arena arena = Arena.ofConfined()) {
            answer = function(SymbolLookup.libraryLookup(LIBRARY, arena), "own_library_answer");
        }
        assertThrows(IllegalStateException.class, () -> {
            int result = (int) answer.invokeExact();
        });
        // The lookup itself may not be asked any more: it does not check that, and may end the JVM.
    }

    /** Wrong: a confined arena for a library that other threads call, too. */
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

    /** What there is not: a file, a file for this machine, a function. */
    @Test
    void whatIsMissing(@TempDir Path directory) throws IOException {
        byte[] bytes = Files.readAllBytes(LIBRARY);
        bytes[18] ^= 0x55; // where ELF names the machine
        Path foreign = Files.write(directory.toRealPath().resolve("foreign.so"), bytes);
        for (Path file : List.of(directory.resolve("absent.so"), foreign)) {
            IllegalArgumentException error = assertThrows(
                    IllegalArgumentException.class,
                    () -> SymbolLookup.libraryLookup(file, Arena.global()));
            assertTrue(
                    error.getMessage().contains("Cannot open library: " + file)); // and no reason
        }
        // System.load tells the reason.
        Throwable error =
                assertThrows(UnsatisfiedLinkError.class, () -> System.load(foreign.toString()));
        assertTrue(error.getMessage().startsWith(foreign + ": "));

        // jextract binds what the header declares, and looks for each function when it is first
        // called.
        error = assertThrows(UnsatisfiedLinkError.class, own_library_h::own_library_new_function);
        assertEquals("unresolved symbol: own_library_new_function", error.getMessage());
        assertThrows(
                NoClassDefFoundError.class,
                own_library_h::own_library_new_function); // the second time
        assertFalse(SymbolLookup.loaderLookup()
                .find("own_library_new_function")
                .isPresent()); // so ask before
    }

    /**
     * Wrong: System.load for two class loaders, as of two web applications. A library lookup has no
     * such limit.
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

    /** Opens the library, then loads it for the class loader that this class is of. */
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
     * Bindings that open the library themselves. In a JVM of its own they say what they found, a
     * line each.
     */
    static final class Bindings {

        public static void main(String[] arguments) {
            report(
                    own_library_by_loader_h
                            ::own_library_answer); // --library recipes --use-system-load-library
            report(own_library_by_name_h::own_library_answer); // --library recipes
        }

        private static void report(IntSupplier call) {
            try {
                System.out.println(call.getAsInt());
            } catch (LinkageError e) { // the bindings could not be initialized
                System.out.println(
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            }
        }

        /** What they say if the environment and the options are as given. */
        static List<String> output(String variable, String option)
                throws IOException, InterruptedException {
            TestBuild.Output output = TestBuild.run(List.of(
                    "env",
                    variable,
                    ChildJvm.java(),
                    option,
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    ChildJvm.classPath(),
                    Bindings.class.getName()));
            assertEquals(0, output.exit(), output.text());
            return output.text().lines().toList();
        }
    }

    /**
     * Wrong: {@code jextract --library recipes} for a library of your own. dlopen never sees
     * java.library.path; and the bindings fail as a whole, although the loader, where they would
     * look next, has the library by then.
     */
    @Test
    void wrongLibraryByNameInJextract() throws IOException, InterruptedException {
        List<String> found =
                Bindings.output("LD_LIBRARY_PATH=", "-Djava.library.path=" + LIBRARY.getParent());
        assertEquals(
                List.of("42", "Cannot open library: " + System.mapLibraryName("recipes")), found);
    }

    /**
     * The variable that dlopen does see. System.loadLibrary does not, once java.library.path is
     * given.
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
