package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.downcall.recipes.bindings.upcalls_h;
import org.downcall.recipes.bindings.upcalls_handler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What ends the JVM, or keeps it from ending, without an exception. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "other compilers and messages")
@Execution(ExecutionMode.CONCURRENT)
class CrashesAndHangsTest {

    private static final List<String> OPTIONS =
            List.of("--enable-native-access=ALL-UNNAMED", "-XX:+ErrorFileToStdout", "-Xbatch");

    @TempDir
    private static Path directory;

    private static MethodHandle link(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(SymbolLookup.loaderLookup().find(name).orElseThrow(), descriptor);
    }

    /** Compiles a library. Skips the test if the compiler is missing. */
    private static String compile(Path directory, String source, String text, String... compiler)
            throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve(source), text);
        Path library = directory.resolve(source + ".so");
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(1, List.of("-o", library.toString(), file.toString()));
        Output output = null;
        try {
            output = CommandLine.run(directory, command);
        } catch (IOException e) {
            abort("no compiler: " + e.getMessage());
        }
        assumeTrue(output.exit() == 0 || !output.text().contains("cc1plus"), "no compiler for C++");
        assertEquals(0, output.exit(), output.text());
        return library.toString();
    }

    /** Calls a function without parameters, and prints its result. */
    static final class Call {
        public static void main(String[] arguments) throws Throwable {
            System.load(arguments[1]);
            MethodHandle function = link(arguments[2], FunctionDescriptor.of(JAVA_INT));
            try {
                System.out.println("result " + (int) function.invokeExact());
            } catch (Throwable t) {
                System.out.println("caught in Java");
            }
        }
    }

    private static String cpp() {
        return """
                #include <stdexcept>

                static int fails() { throw std::runtime_error("thrown in C++"); }

                extern "C" int throws() { return fails(); }

                extern "C" int returns_a_status() {
                    try {
                        return fails();
                    } catch (...) {
                        return -1;
                    }
                }
                """;
    }

    private static Output call(String library, String function) throws Exception {
        return ChildJvm.run(OPTIONS, Call.class, library, function);
    }

    private static String compileCpp(Path directory) throws Exception {
        return compile(
                directory, "fails.cc", cpp(), TestBuild.cc(), "-shared", "-fPIC", "-lstdc++");
    }

    /** Wrong: a C++ exception cannot pass through Java. C++ ends the process. */
    @Test
    void wrongACppExceptionLeavesTheFunction() throws Exception {
        String library = compileCpp(directory);
        Output java = call(library, "throws");
        assertTrue(java.text().contains("terminate called after throwing an"), java.text());
        assertEquals(134, java.exit(), java.text()); // SIGABRT
        assertEquals("result -1\n", call(library, "returns_a_status").text());
    }

    private static String rust() {
        return """
                fn fails() -> i32 {
                    panic!("a panic")
                }

                #[no_mangle]
                pub extern "C" fn panics() -> i32 {
                    fails()
                }

                #[no_mangle]
                pub extern "C" fn returns_a_status() -> i32 {
                    std::panic::catch_unwind(fails).unwrap_or(-1)
                }
                """;
    }

    private static String compileRust(Path directory) throws Exception {
        return compile(directory, "fails.rs", rust(), "rustc", "--crate-type", "cdylib");
    }

    /** Wrong: a Rust panic cannot either. */
    @Test
    void wrongARustPanicLeavesTheFunction() throws Exception {
        String library = compileRust(directory);
        Output java = call(library, "panics");
        assertTrue(java.text().contains("panic in a function that cannot unwind"), java.text());
        assertEquals(134, java.exit(), java.text());
        String right = call(library, "returns_a_status").text();
        assertTrue(right.endsWith("result -1\n"), right);
    }

    /** The handler closes the arena of its own stub. C has kept the address of the stub. */
    static final class ClosesItself {

        private static final Arena ARENA = Arena.ofConfined();

        public static void main(String[] arguments) {
            System.load(arguments[0]);
            MemorySegment stub = upcalls_handler.allocate(ClosesItself::handle, ARENA);
            upcalls_h.upcalls_set_handler(stub, MemorySegment.NULL);
            upcalls_h.upcalls_fire(1);
        }

        private static int handle(int value, MemorySegment user) {
            ARENA.close();
            System.out.println("closed");
            System.gc(); // walks the stack, and finds a frame of code that no longer exists
            return value;
        }
    }

    /** Wrong: Java does not know that the stub is in use, frees it, and crashes. */
    @Test
    void wrongAHandlerClosesTheArenaOfItsStub() throws Exception {
        Output java = ChildJvm.run(OPTIONS, ClosesItself.class);
        assertTrue(java.text().startsWith("closed\n"), java.text());
        assertTrue(java.text().contains("# Problematic frame:"), java.text());
    }

    /** The stub is an argument of the downcall that leads to the handler. */
    static final class IsProtected {

        private static final Arena ARENA = Arena.ofConfined();

        public static void main(String[] arguments) throws Throwable {
            FunctionDescriptor comparator = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
            MethodHandle compare = MethodHandles.lookup()
                    .findStatic(IsProtected.class, "compare", comparator.toMethodType());
            Linker linker = Linker.nativeLinker();
            MemorySegment numbers = Arena.global().allocate(JAVA_INT, 2);
            MemorySegment stub = linker.upcallStub(compare, comparator, ARENA);
            linker.downcallHandle(
                            linker.defaultLookup().find("qsort").orElseThrow(),
                            FunctionDescriptor.ofVoid(
                                    ADDRESS,
                                    linker.canonicalLayouts().get("size_t"),
                                    linker.canonicalLayouts().get("size_t"),
                                    ADDRESS))
                    .invoke(numbers, 2, 4, stub);
        }

        private static int compare(MemorySegment a, MemorySegment b) {
            try {
                ARENA.close();
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
            return 0;
        }
    }

    /** A segment that is passed to the downcall keeps its arena open until the call returns. */
    @Test
    void aStubThatIsAnArgumentIsProtected() throws Exception {
        Output java = ChildJvm.run(OPTIONS, IsProtected.class);
        assertEquals("Session is acquired by 1 clients\n", java.text());
    }

    private static String listener() {
        return """
                #include <pthread.h>
                #include <stdatomic.h>
                #include <stdlib.h>
                #include <unistd.h>

                static pthread_t thread;
                static atomic_int stopping;
                static int (*listener)(int);

                static void *run(void *unused) {
                    listener(1); /* From now on, the thread is attached to the JVM. */
                    while (!stopping)
                        usleep(1000);
                    return unused;
                }

                void stop(void) {
                    if (!stopping) {
                        stopping = 1;
                        pthread_join(thread, NULL);
                    }
                }

                void start(int (*function)(int)) {
                    listener = function;
                    atexit(stop);
                    pthread_create(&thread, NULL, run, NULL);
                }
                """;
    }

    /** Ends while a thread of C exists that has called Java. */
    static final class Exits {

        private static final CountDownLatch CALLED = new CountDownLatch(1);

        public static void main(String[] arguments) throws Throwable {
            System.load(arguments[1]);
            MethodHandle called = MethodHandles.lookup()
                    .findStatic(Exits.class, "called", MethodType.methodType(int.class, int.class));
            MemorySegment stub = Linker.nativeLinker()
                    .upcallStub(called, FunctionDescriptor.of(JAVA_INT, JAVA_INT), Arena.global());
            link("start", FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(stub);
            CALLED.await();
            switch (arguments[2]) {
                case "System.exit" -> System.exit(3);
                case "stop, System.exit" -> {
                    link("stop", FunctionDescriptor.ofVoid()).invokeExact();
                    System.exit(3);
                }
                case "stop, return from main" ->
                    link("stop", FunctionDescriptor.ofVoid()).invokeExact();
                default -> throw new IllegalArgumentException(arguments[2]);
            }
        }

        private static int called(int value) {
            CALLED.countDown();
            return value;
        }
    }

    /** {@return the exit status, or -1 if the program does not end in time} */
    private static int exits(String how, int seconds) throws Exception {
        String library = compile(
                directory,
                "listener.c",
                listener(),
                TestBuild.cc(),
                "-shared",
                "-fPIC",
                "-pthread");
        List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
        command.addAll(OPTIONS);
        command.addAll(ChildJvm.program(Exits.class, "", library, how));
        Process java = new ProcessBuilder(command).inheritIO().start();
        try {
            return java.waitFor(seconds, TimeUnit.SECONDS) ? java.exitValue() : -1;
        } finally {
            java.destroyForcibly().waitFor();
        }
    }

    /**
     * Wrong up to JDK 27: the thread waits for the JVM to let it go, and the JVM waits for the
     * thread. JDK 28 does not let the thread wait.
     */
    @Test
    void wrongSystemExitWhileAnAttachedThreadIsJoined() throws Exception {
        if (Runtime.version().feature() < 28) {
            assumeTrue(exits("System.exit", 20) == -1, "this build of the JDK does not hang");
        } else {
            assertEquals(3, exits("System.exit", 120));
        }
    }

    @Test
    void theThreadsOfCAreStoppedFirst() throws Exception {
        assertEquals(3, exits("stop, System.exit", 120));
        assertEquals(0, exits("stop, return from main", 120));
    }

    private static String handler() {
        return """
                #include <signal.h>
                #include <unistd.h>

                static void end(int signal) {
                    (void)signal;
                    _exit(42);
                }

                int install(void) {
                    struct sigaction action = {0};
                    action.sa_handler = end;
                    return sigaction(SIGSEGV, &action, NULL);
                }
                """;
    }

    /** Installs a signal handler in C, and reads a field of null in compiled code. */
    static final class Handles {

        private int field;

        private static int read(Handles object) {
            return object.field;
        }

        public static void main(String[] arguments) throws Throwable {
            System.load(arguments[1]);
            int status = (int) link("install", FunctionDescriptor.of(JAVA_INT)).invokeExact();
            Thread.sleep(Long.parseLong(arguments[2])); // The JVM checks the handlers now and then.
            Handles object = new Handles();
            int sum = status;
            for (int i = 0; i < 200_000; i++) {
                sum += read(object);
            }
            try {
                sum += read(null);
            } catch (NullPointerException e) {
                System.out.println("NullPointerException");
            }
        }
    }

    private static String handles(Path directory, List<String> environment, String... options)
            throws Exception {
        String library =
                compile(directory, "handler.c", handler(), TestBuild.cc(), "-shared", "-fPIC");
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(environment);
        command.add(ChildJvm.java());
        command.addAll(OPTIONS);
        command.addAll(List.of(options));
        command.addAll(
                ChildJvm.program(Handles.class, "", library, options.length == 0 ? "0" : "2000"));
        return CommandLine.run(command).text();
    }

    /** Wrong: the JVM itself needs SIGSEGV. It turns the signal into a NullPointerException. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void wrongAHandlerOfSigsegvInC() throws Exception {
        assertNotEquals("NullPointerException\n", handles(directory, List.of()));
    }

    /** libjsig calls C's handler only for signals that are not the JVM's. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theHandlersAreChained() throws Exception {
        Path libjsig = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
        assertEquals(
                "NullPointerException\n", handles(directory, List.of("LD_PRELOAD=" + libjsig)));
    }

    // ---- What these programs print, for the page of messages

    static String throwInCpp(Path directory) throws Exception {
        return call(compileCpp(directory), "throws").text();
    }

    static String panicInRust(Path directory) throws Exception {
        return call(compileRust(directory), "panics").text();
    }

    static String checkTheHandlers(Path directory) throws Exception {
        return handles(directory, List.of(), "-Xcheck:jni");
    }
}
