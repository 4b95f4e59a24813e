package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.downcall.recipes.bindings.debugging_h.debugging_crash;
import static org.downcall.recipes.bindings.debugging_h.debugging_print;
import static org.downcall.recipes.bindings.debugging_h.debugging_sum;
import static org.downcall.recipes.bindings.debugging_h.fflush;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.TestAbortedException;

/**
 * Debugging C code that a JVM calls: what a crash leaves behind, and the tools that find a mistake
 * before it causes a crash.
 *
 * <p>Each test starts another JVM, which runs C with mistakes.
 */
@Execution(ExecutionMode.CONCURRENT)
class DebuggingTest {

    private static final String REPORT = "-XX:ErrorFile=hs_err.log -XX:-CreateCoredumpOnCrash";

    private static final String SOURCE = "src/test/c/recipes/debugging.c";

    @TempDir
    private Path directory;

    /** The report of a crash names the function in C and the Java code that called it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theReportNamesTheFunctionThatCrashed() throws Exception {
        Path report = directory.resolve("hs_err.log");
        List<String> options =
                List.of("-XX:ErrorFile=" + report, "--enable-native-access=ALL-UNNAMED");
        ChildJvm.run(options, Program.class, "crash");
        String text = Files.readString(report);
        assertTrue(text.contains("]  debugging_crash"), text);
        assertTrue(text.contains("debugging_h.debugging_crash"), text);
        assertTrue(text.contains("DebuggingTest$Program.main"), text);
    }

    /** The program to debug. Its arguments are a library and what to do. */
    static final class Program {
        public static void main(String[] arguments) {
            System.load(arguments[0]);
            try (Arena arena = Arena.ofConfined()) {
                switch (arguments[1]) {
                    case "crash" -> {
                        debugging_print(arena.allocateFrom("printed by C"));
                        debugging_crash();
                    }
                    case "print" -> {
                        debugging_print(arena.allocateFrom("1"));
                        fflush(NULL); // flushes all output streams of C
                        System.out.println("2");
                        debugging_print(arena.allocateFrom("4"));
                        System.out.println("3");
                    }
                    case "sum" -> {
                        MemorySegment numbers = arena.allocateFrom(JAVA_INT, 1, 2, 3, 4);
                        System.out.println(debugging_sum(numbers, 4));
                    }
                    default -> throw new IllegalArgumentException(arguments[1]);
                }
            }
        }
    }

    /**
     * A crash in C ends the JVM, which writes a file hs_err_pid*.log, or the file that
     * -XX:ErrorFile names. The report names the function, its library, and the callers. addr2line
     * translates the offset in the library into a line of C. From debug information of the format
     * DWARF 4, the JVM reads the line itself; many compilers write DWARF 5 by default.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aLineOfCFromACrashReport() throws Exception {
        String library = compile("-g", "-gdwarf-4");
        String options = REPORT + " -Djextract.trace.downcalls=true";
        Output java = run("", options, library, "crash");
        assertNotEquals(0, java.exit());
        String text = Files.readString(directory.resolve("hs_err.log"));
        assertTrue(text.contains("SIGSEGV"), text);
        // The address that C accessed.
        assertTrue(text.contains("si_addr: 0x0000000000000000"), text);
        Matcher source = Pattern.compile("\\(debugging\\.c:(\\d+)\\)").matcher(text);
        if (source.find()) { // the JVM cannot read the output of every compiler
            assertEquals(lineOf("*nowhere = 42"), Integer.parseInt(source.group(1)));
        }
        // The Java methods that made the call are among the native frames.
        assertTrue(text.contains("debugging_h.debugging_crash()V"), text);
        assertTrue(text.contains("DebuggingTest$Program.main"), text);

        Matcher problem = Pattern.compile("# C  \\[(\\S+)\\+(0x\\p{XDigit}+)]  debugging_crash")
                .matcher(text);
        assertTrue(problem.find(), text);
        assertEquals(Path.of(library).getFileName().toString(), problem.group(1));
        String line = tool("addr2line", "-e", library, problem.group(2));
        assertTrue(line.strip().endsWith("debugging.c:" + lineOf("*nowhere = 42")), line);

        // With -Djextract.trace.downcalls=true, generated methods print each call before they make
        // it. What C prints to a file or a pipe waits in a buffer of C. It appears after the
        // message of the JVM, or is lost.
        int error = java.text().indexOf("A fatal error has been detected");
        String before = java.text().substring(0, error);
        assertTrue(before.contains("\ndebugging_crash()\n"), before);
        assertFalse(before.contains("printed by C"), before);
    }

    /** C and Java each have a buffer for the same file. Flush one before the other side prints. */
    @Test
    void printingFromBothSides() throws Exception {
        Output java = ChildJvm.run(Program.class, "print");
        assertEquals("1\n2\n3\n4\n", java.text());
    }

    /** Wrong: relying on -Xcheck:jni. It checks calls of JNI functions, and FFM makes none. */
    @Test
    void wrongTrustInXcheckJni() throws Exception {
        Output java = ChildJvm.run(List.of("-Xcheck:jni"), Program.class, "sum");
        assertEquals(0, java.exit());
        // C read past the end, and nothing reported it.
        assertTrue(java.text().endsWith("10\n"), java.text());
    }

    /**
     * AddressSanitizer checks every access of the C code that was compiled with it, to all memory
     * from malloc, including that of an arena. The JVM is not compiled with it, so its run-time
     * library must be preloaded. It must leave SIGSEGV to the JVM, which uses that signal, and must
     * not report memory that the JVM does not free at exit as leaks. JDK 28 takes small segments of
     * a confined arena from a pool, which is one block to the sanitizer. An internal property, which
     * other releases ignore, switches the pool off.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void addressSanitizer() throws Exception {
        assumeGcc();
        String sanitizer =
                CommandLine.cc(List.of("-print-file-name=libasan.so")).text().strip();
        assumeTrue(Path.of(sanitizer).isAbsolute(), "this compiler has no libasan.so");
        String library = compile("-g", "-fsanitize=address", "-fno-omit-frame-pointer");
        String environment =
                "env LD_PRELOAD=" + sanitizer + " ASAN_OPTIONS=handle_segv=0:detect_leaks=0";
        String noPool = "-Djdk.internal.foreign.native.confined.pool.power.size=-1";
        Output java = run(environment, noPool, library, "sum");
        assumeTrue(
                java.exit() == 0 || java.text().contains("heap-buffer-overflow"),
                () -> "no ASan: " + java.text());
        assertTrue(
                java.text().contains("ERROR: AddressSanitizer: heap-buffer-overflow"), java.text());
        assertTrue(java.text().contains("READ of size 4"), java.text());
        assertTrue(java.text().contains("debugging.c:" + lineOf("numbers[i + 1]")), java.text());
        assertTrue(java.text().contains("16-byte region"), java.text()); // the four ints
    }

    /**
     * Clang links its run-time libraries only into programs. With -shared-libsan it links a shared
     * library, which is not installed everywhere.
     */
    private static void assumeGcc() throws Exception {
        assumeFalse(
                CommandLine.cc(List.of("--version")).text().contains("clang"),
                "the options are those of GCC");
    }

    /**
     * UndefinedBehaviorSanitizer checks what the C code itself does: overflow, shifts, NULL, array
     * bounds known to the compiler. It reports an error and continues. Its run-time library is
     * loaded together with the C code, so nothing is preloaded.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void undefinedBehaviorSanitizer() throws Exception {
        assumeGcc();
        String library = compile("-g", "-fsanitize=undefined");
        Output java = run("", REPORT, library, "crash");
        assumeFalse(
                java.text().contains("undefined symbol: __ubsan"),
                "this compiler does not link the run-time library");
        Pattern error = Pattern.compile("debugging\\.c:" + lineOf("*nowhere = 42")
                + ":\\d+: runtime error: store to null pointer");
        assertTrue(error.matcher(java.text()).find(), java.text());
    }

    /**
     * Options that keep the core file small. gdb also writes memory that is only reserved,
     * gigabytes in a JVM. The kernel writes only memory that is used.
     */
    private static final String SMALL = "-Xmx16m -XX:+UseSerialGC"
            + " -XX:CompressedClassSpaceSize=16m -XX:ReservedCodeCacheSize=16m"
            + " -XX:+UnlockDiagnosticVMOptions -XX:-DumpPrivateMappingsInCore";

    /**
     * gdb must pass SIGSEGV on, because the JVM uses this signal itself, for example for null
     * checks. gdb shows no names for Java frames. The JDK's own tool, jhsdb, shows them for a core
     * file, which contains the memory of the process.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void gdbAndACoreFile() throws Exception {
        tool("gdb", "--version");
        // The breakpoint is pending, because the library is loaded later. At a crash, the kernel
        // writes a core file if ulimit -c allows it.
        String commands = """
                handle SIGSEGV nostop noprint pass
                set breakpoint pending on
                break debugging_sum
                run
                backtrace 2
                generate-core-file core
                kill
                """;
        Files.writeString(directory.resolve("commands"), commands);
        String debugger = "env MALLOC_ARENA_MAX=1 gdb -nx -batch -x commands --args";
        Output gdb = run(debugger, SMALL, TestBuild.library(), "sum");
        assumeFalse(gdb.text().contains("ptrace"), "gdb has no permission to trace");
        Pattern function = Pattern.compile("#0 .*debugging_sum \\(numbers=.*, count=4\\)");
        assertTrue(function.matcher(gdb.text()).find(), gdb.text());
        Pattern unknown = Pattern.compile("#1 .* in \\?\\? \\(\\)"); // a frame of Java
        assertTrue(unknown.matcher(gdb.text()).find(), gdb.text());

        assumeTrue(gdb.text().contains("Saved corefile"), gdb::text);
        String core = directory.resolve("core").toString();
        String later = tool("gdb", "-nx", "-batch", "-ex", "backtrace 1", ChildJvm.java(), core);
        assertTrue(function.matcher(later).find(), later);
        String stacks =
                tool(ChildJvm.tool("jhsdb"), "jstack", "--exe", ChildJvm.java(), "--core", core);
        assertTrue(stacks.contains("DebuggingTest$Program.main"), stacks);
    }

    private String compile(String... options) throws IOException, InterruptedException {
        String library = directory.resolve(System.mapLibraryName("debugging")).toString();
        Stream<String> others = Stream.of("-O2", "-fPIC", "-shared", "-o", library, SOURCE);
        Output cc = CommandLine.cc(Stream.concat(Stream.of(options), others).toList());
        assumeTrue(cc.exit() == 0, cc::text);
        return library;
    }

    /** Runs the program in the temporary directory. Words are separated by spaces. */
    private Output run(String before, String options, String library, String what)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(words(before));
        command.addAll(List.of(ChildJvm.java(), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(words(options));
        command.addAll(ChildJvm.program(Program.class, library, what));
        return CommandLine.run(directory, command);
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static String tool(String... command) throws InterruptedException {
        try {
            return CommandLine.run(List.of(command)).text();
        } catch (IOException e) {
            throw new TestAbortedException(command[0] + " is not installed", e);
        }
    }

    private static int lineOf(String code) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(SOURCE));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(code)) {
                return i + 1;
            }
        }
        throw new AssertionError(code);
    }
}
