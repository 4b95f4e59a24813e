package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that need other libraries, on Linux with glibc. */
@EnabledOnOs(OS.LINUX)
class DependenciesTest {

    @TempDir
    private static Path directory;

    /** Two libraries: one provides a variable and a function, and the other uses them. */
    @BeforeAll
    static void libraries() throws Exception {
        assumeTrue(
                Linker.nativeLinker()
                        .defaultLookup()
                        .find("gnu_get_libc_version")
                        .isPresent(),
                "this is about the GNU C library");
        String provides = "int value = 42; int function(void) { return value; }";
        String uses = "int function(void); int use(void) { return function(); }";
        String refers = "extern int value; int refer(void) { return value; }";
        cc("libnamed.so", provides, "-Wl,-soname,libnamed.so");
        cc("libnameless.so", provides);
        cc("needs_named.so", uses, "-L.", "-lnamed");
        cc("needs_nameless.so", uses, "-L.", "-lnameless");
        cc("finds_named.so", uses, "-L.", "-lnamed", "-Wl,-rpath,$ORIGIN");
        cc("refers.so", refers);
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        Files.copy(directory.resolve("libnamed.so"), unpacked.resolve("1234.so"));
        String local = "__thread __attribute__((tls_model(\"initial-exec\")))";
        cc("thread_local.so", "static " + local + " char a[8192]; char *f(void) { return a; }");
    }

    private static void cc(String library, String source, String... options) throws Exception {
        Path file = Files.writeString(directory.resolve("source.c"), source);
        List<String> command = new ArrayList<>(List.of(TestBuild.cc()));
        command.addAll(List.of("-shared", "-fPIC", "-o", library, file.toString()));
        command.addAll(List.of(options));
        Output cc = CommandLine.run(directory, command);
        assertEquals(0, cc.exit(), cc.text());
    }

    /** Loads each file in order. The suffix "!global" opens it with dlopen and RTLD_GLOBAL. */
    static final class Load {

        public static void main(String[] arguments) throws Throwable {
            for (String argument : Arrays.copyOfRange(arguments, 1, arguments.length)) {
                String[] parts = argument.split("!");
                try {
                    if (parts.length == 1) {
                        System.load(parts[0]);
                    } else {
                        openForAll(parts[0]);
                    }
                    System.out.println("loaded");
                } catch (UnsatisfiedLinkError e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    /** Makes the symbols of a library visible to all libraries that are loaded after it. */
    static void openForAll(String file) throws Throwable {
        Linker linker = Linker.nativeLinker();
        int now = 2;
        int global = 0x100; // RTLD_GLOBAL on Linux; 8 on macOS
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment library = (MemorySegment) linker.downcallHandle(
                            linker.defaultLookup().find("dlopen").orElseThrow(),
                            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT))
                    .invokeExact(arena.allocateFrom(file), now | global);
            if (library.address() == 0) {
                throw new UnsatisfiedLinkError("dlopen cannot open " + file);
            }
        }
    }

    private static List<String> load(String... files) throws Exception {
        String[] paths = Stream.of(files)
                .map(file -> directory.resolve(file).toString())
                .toArray(String[]::new);
        return ChildJvm.run(Load.class, paths).text().lines().toList();
    }

    /** The dynamic linker does not search java.library.path, nor the directory of the library. */
    @Test
    void wrongALibraryWithoutItsDependency() throws Exception {
        String message = load("needs_named.so").getFirst();
        assertTrue(message.contains("libnamed.so: cannot open shared object file"), message);
    }

    @Test
    void theDependencyIsLoadedFirst() throws Exception {
        assertEquals(List.of("loaded", "loaded"), load("libnamed.so", "needs_named.so"));
        // The name that counts is inside the library (SONAME). The file can have any name.
        assertEquals(List.of("loaded", "loaded"), load("unpacked/1234.so", "needs_named.so"));
    }

    /** Wrong: the library has no SONAME, so the linker does not recognise it as loaded. */
    @Test
    void wrongADependencyWithoutASoname() throws Exception {
        String message = load("libnameless.so", "needs_nameless.so").getLast();
        assertTrue(message.contains("libnameless.so: cannot open shared object file"), message);
    }

    /** The library names its own directory as a search path. Nothing else is necessary. */
    @Test
    void theLibraryHasASearchPath() throws Exception {
        assertEquals(List.of("loaded"), load("finds_named.so"));
    }

    /** Wrong: System.load and libraryLookup open a library without RTLD_GLOBAL. */
    @Test
    void wrongALibraryThatIsNotLinked() throws Exception {
        String message = load("libnamed.so", "refers.so").getLast();
        assertTrue(message.contains("undefined symbol: value"), message);
    }

    @Test
    void aLibraryThatIsOpenedForAll() throws Exception {
        assertEquals(List.of("loaded", "loaded"), load("libnamed.so!global", "refers.so"));
    }

    /** Wrong: thread-local variables that must be allocated before the first thread starts. */
    @Test
    void wrongThreadLocalVariablesOfTheInitialModel() throws Exception {
        String message = load("thread_local.so").getFirst();
        assertTrue(message.contains("cannot allocate memory in static TLS block"), message);
    }

    /** Preloaded libraries get their space in time. glibc can also reserve more for later. */
    @Test
    void twoWaysToLoadItNevertheless() throws Exception {
        String library = directory.resolve("thread_local.so").toString();
        for (String variable : List.of(
                "LD_PRELOAD=" + library, "GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384")) {
            List<String> command = new ArrayList<>(List.of("env", variable, ChildJvm.java()));
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(ChildJvm.program(Load.class, "", library));
            assertEquals("loaded\n", CommandLine.run(command).text());
        }
    }
}
