package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.downcall.recipes.bindings.pointers_h;
import org.downcall.recipes.bindings.strings_h;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Provokes the message in each heading of troubleshooting.md, in the order of that page. The
 * messages that need another operating system or tool are listed with the reason, and their tests
 * are skipped.
 */
@UsesRecipesLibrary
class TroubleshootingTest {

    /** Makes the JVM, the compiler or libc print a message, and returns all that was printed. */
    private interface Provocation {
        String output() throws Throwable;
    }

    /** The same, for a program that is compiled in the directory. */
    private interface Compiled {
        String output(Path directory) throws Exception;
    }

    private static final Map<String, Provocation> PROVOCATIONS = new LinkedHashMap<>();

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Arena ARENA = Arena.ofAuto();
    private static final MemorySegment INTS = ARENA.allocateFrom(JAVA_INT, 1, 2, 3, 4);
    private static final MethodHandle STRLEN =
            libc("strlen", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    private static final StructLayout PADDED = MemoryLayout.structLayout(
            JAVA_INT.withName("n"), MemoryLayout.paddingLayout(4), JAVA_LONG.withName("l"));

    @TempDir
    private static Path directory;

    static {
        // ---- Segments and arenas
        thrown("Out of bound access on segment", () -> INTS.getAtIndex(JAVA_INT, 4));
        thrown("new length =` or `attempting to access an element of length", () -> {
            assumeTrue(Runtime.version().feature() > 22, "Java 22 checks the member only");
            VarHandle kind = NewerReleasesTest.MESSAGE.varHandle(PathElement.groupElement("kind"));
            int value = (int) kind.get(INTS.asSlice(0, 8), 0L);
        });
        printed("No null terminator found", () -> {
            assumeTrue(
                    Runtime.version().feature() > 23,
                    "Java 22 and 23 print: Out of bound access on segment");
            return trace(() -> ARENA.allocate(4).fill((byte) 'x').getString(0));
        });
        thrown(
                "is incompatible with alignment constraint` or `Misaligned access at address",
                () -> INTS.get(JAVA_INT, 2));
        thrown("Already closed", () -> {
            Arena arena = Arena.ofConfined();
            MemorySegment segment = arena.allocate(JAVA_INT);
            arena.close();
            segment.get(JAVA_INT, 0);
        });
        thrown("Attempted access outside owning thread", () -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment segment = arena.allocate(JAVA_INT);
                inAnotherThread(() -> segment.get(JAVA_INT, 0));
            }
        });
        thrown("Session is acquired by", TroubleshootingTest::closeDuringACall);
        thrown("Attempted to close a non-closeable session", () -> ARENA.close());
        thrown("Attempt to write a read-only segment", () -> INTS.asReadOnly().set(JAVA_INT, 0, 1));
        thrown("Not a native segment", () -> MemorySegment.ofArray(new int[2]).reinterpret(4));
        thrown(
                "Segment is too large to wrap as",
                () -> MemorySegment.NULL.reinterpret(Long.MAX_VALUE).toArray(JAVA_BYTE));
        thrown("Segment size is not a multiple of", () -> INTS.asSlice(1).toArray(JAVA_INT));
        thrown("bytes of direct buffer memory", () -> Arena.ofAuto().allocate(1L << 45));
        printed("unsafe memory access operation", () -> {
            assumeTrue(!OS.WINDOWS.isCurrentOs(), "Windows does not truncate a mapped file");
            return child("ends");
        });
        thrown(
                "Confined session not supported` or `Buffer is thread confined",
                TroubleshootingTest::writeAConfinedBufferAsynchronously);

        // ---- Layouts
        thrown(
                "Invalid alignment constraint for member layout",
                () -> MemoryLayout.structLayout(JAVA_BYTE, JAVA_INT));
        thrown(
                "has unexpected size:",
                () -> LINKER.downcallHandle(
                        FunctionDescriptor.ofVoid(MemoryLayout.structLayout(JAVA_INT, JAVA_BYTE))));
        thrown(
                "found at unexpected offset",
                () -> LINKER.downcallHandle(FunctionDescriptor.ofVoid(MemoryLayout.structLayout(
                        JAVA_INT, MemoryLayout.paddingLayout(4), JAVA_INT))));
        thrown("Bad layout path:", () -> PADDED.byteOffset(PathElement.groupElement("m")));
        thrown("cannot convert MethodHandle(VarHandle,MemorySegment,long)", () -> {
            VarHandle n = PADDED.varHandle(PathElement.groupElement("n"));
            int value = (int) n.get(INTS); // as in 21; since 22 it is get(INTS, 0L)
        });

        // ---- Generating bindings with jextract
        notProvoked("'cstddef' file not found", "jextract, which the build does not need");
        notProvoked("'stdio.h' file not found", "jextract, which the build does not need");

        // ---- Linking and calling C
        thrown(
                "No value present",
                () -> LINKER.defaultLookup().find("no_such_function").orElseThrow());
        thrown(
                "unresolved symbol:",
                () -> loadedElsewhere(pointers_h.class, "pointers_sum$address"));
        thrown("Could not initialize class", () -> {
            Method address = elsewhere(pointers_h.class).getMethod("pointers_sum$address");
            assertThrows(InvocationTargetException.class, () -> address.invoke(null));
            throw assertThrows(InvocationTargetException.class, () -> address.invoke(null))
                    .getCause();
        });
        thrown(
                "should not reach here",
                () -> pointers_h.pointers_sum(MemorySegment.ofArray(new long[1]), INTS));
        thrown("Heap segment not allowed:", () -> {
            long length = (long) STRLEN.invokeExact(MemorySegment.ofArray(new byte[1]));
        });
        thrown("handle's method type", () -> {
            int length = (int) STRLEN.invokeExact(INTS);
        });
        thrown("handle's method type (SegmentAllocator,", () -> {
            MemorySegment quotient = (MemorySegment) libc(
                            "div",
                            FunctionDescriptor.of(
                                    MemoryLayout.structLayout(JAVA_INT, JAVA_INT),
                                    JAVA_INT,
                                    JAVA_INT))
                    .invokeExact(7, 2);
        });
        thrown(
                "Unsupported layout:",
                () -> LINKER.downcallHandle(FunctionDescriptor.ofVoid(JAVA_INT_UNALIGNED)));
        thrown(
                "Invalid variadic argument layout:",
                () -> LINKER.downcallHandle(
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_FLOAT),
                        Linker.Option.firstVariadicArg(1)));
        thrown(
                "Symbol is NULL:",
                () -> LINKER.downcallHandle(MemorySegment.NULL, FunctionDescriptor.ofVoid()));
        thrown("Capture segment is NULL:", () -> {
            int result = (int) libc(
                            "abs",
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT),
                            Linker.Option.captureCallState("errno"))
                    .invokeExact(MemorySegment.NULL, -1);
        });
        thrown(
                "cannot be cast to class java.lang.foreign.ValueLayout$Of",
                () -> PlatformBindingsTest.castTheLongOfAnotherPlatform());
        printed(
                "Platform does not support native linker",
                () -> child(List.of("-Djdk.internal.foreign.CABI=UNSUPPORTED"), "linker"));

        // ---- Calls from C into Java
        thrown(
                "Wrong method handle type:",
                () -> LINKER.upcallStub(
                        MethodHandles.empty(MethodType.methodType(void.class)),
                        FunctionDescriptor.ofVoid(JAVA_INT),
                        ARENA));
        printed("Unrecoverable uncaught exception encountered", () -> child("ends"));
        printed(
                "Failed to allocate upcall stub",
                () -> child(List.of("-XX:ReservedCodeCacheSize=5m"), "stubs"));

        // ---- Finding and loading a library
        thrown("Cannot open library:", () -> SymbolLookup.libraryLookup("no_such_library", ARENA));
        thrown("in java.library.path:", () -> System.loadLibrary("no_such_library"));
        thrown(
                "Expecting an absolute path of the library:",
                () -> System.load("no_such_library.so"));
        thrown(
                "Directory separator should not appear in library name:",
                () -> System.loadLibrary("lib/none"));
        thrown(
                "Can't load library:",
                () -> System.load(Path.of("no_such_library.so").toAbsolutePath().toString()));
        thrown(
                "already loaded in another classloader",
                () -> loadedElsewhere(Loading.class, "load"));
        printed(
                "cannot open shared object file: No such file or directory",
                TroubleshootingTest::loaded);
        notProvoked("Can't find dependent libraries", "Windows");
        notProvoked("Error loading shared library", "a JDK for musl");
        notProvoked("Library not loaded:", "macOS");
        notProvoked("but is an incompatible architecture", "macOS");
        printed("(Possible cause: can't load", TroubleshootingTest::loaded);
        printed("wrong ELF class:", TroubleshootingTest::loaded);
        printed("invalid ELF header", TroubleshootingTest::loaded);
        printed("undefined symbol:", TroubleshootingTest::loaded);
        printed("cannot allocate memory in static TLS block", TroubleshootingTest::loaded);
        printed("symbol lookup error:", TroubleshootingTest::loaded);
        printed("failed to map segment from shared object", TroubleshootingTest::loaded);
        printed("version `GLIBC_", TroubleshootingTest::loaded);
        thrown("java.lang.UnsatisfiedLinkError: '", Jni::missing);

        // ---- Native access
        printed("WARNING: A restricted method in", () -> child(List.of(), "restricted"));
        printed("Illegal native access from", TroubleshootingTest::denied);
        printed("specified to --enable-native-access", TroubleshootingTest::denied);
        printed("Only ALL-UNNAMED is allowed", TroubleshootingTest::startAJarThatNamesAModule);
        printed(
                "could not open `{argLine}'",
                () -> CommandLine.run(directory, "java @{argLine}").text());
        printed(
                "is a restricted method",
                () -> javac(22, "a.reinterpret(1);", "-Xlint:restricted"));

        // ---- Releases of Java
        printed("package java.lang.foreign does not exist", () -> javac(17, ""));
        printed("is a preview API and is disabled by default", () -> javac(21, ""));
        printed(
                "method allocateUtf8String(",
                () -> javac(22, "Arena.global().allocateUtf8String(\"\");"));
        printed(
                "method findOrThrow(",
                () -> javac(22, "SymbolLookup.loaderLookup().findOrThrow(\"\");"));
        thrown(
                "has been compiled by a more recent version of the Java Runtime` or"
                        + " `requires a newer Java runtime",
                () -> define(Runtime.version().feature() + 1, 0));
        thrown("was compiled with preview features that are unsupported", () -> define(21, 0xffff));

        // ---- Native images
        notProvoked("Cannot perform downcall with leaf type", "native-image of GraalVM");
        notProvoked("Support for Arena.ofShared is not active", "native-image of GraalVM");

        // ---- Crashes
        printed("# Problematic frame:", () -> child("crash"));
        printed(
                "terminate called after throwing an instance of",
                () -> onPosix(CrashesAndHangsTest::throwInCpp));
        printed(
                "panic in a function that cannot unwind",
                () -> onPosix(CrashesAndHangsTest::panicInRust));
        printed(
                "Warning: SIGSEGV handler modified!",
                () -> onPosix(CrashesAndHangsTest::checkTheHandlers));
        printed("jdk.internal.foreign.StringSupport", () -> {
            String report = child("text");
            assumeTrue(
                    report.contains("# Problematic frame:"),
                    "this release does not read past the terminator");
            return report;
        });
        printed("free(): invalid pointer", () -> {
            assumeGlibc();
            return child("free");
        });
    }

    static Stream<String> messages() {
        return PROVOCATIONS.keySet().stream();
    }

    /** If the message is that of an exception, the page also names the exception. */
    @ParameterizedTest
    @MethodSource("messages")
    void theMessageIsPrinted(String heading) throws Throwable {
        String output = PROVOCATIONS.get(heading).output();
        String line = output.lines()
                .filter(one -> Arrays.stream(heading.split("` or `")).anyMatch(one::contains))
                .findFirst()
                .orElseThrow(() -> new AssertionError(heading + ": " + output));
        Matcher type =
                Pattern.compile("^(?:Caused by: )?[a-z.]+\\.([A-Z]\\w+): ").matcher(line);
        if (type.find()) {
            assertTrue(sections().get(heading).contains("`" + type.group(1) + "`"), line);
        }
    }

    @Test
    void thePageHasTheseMessagesAndNoOthers() throws IOException {
        assertEquals(List.copyOf(PROVOCATIONS.keySet()), List.copyOf(sections().keySet()));
        sections()
                .forEach((heading, text) -> assertTrue(
                        text.contains("](recipes/") || text.contains("](answers/"),
                        heading + " links to no page"));
    }

    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        Pattern.compile("(?ms)^### (`+)(.*?)\\1$(.*?)(?=^##|\\z)")
                .matcher(Files.readString(Path.of("troubleshooting.md")))
                .results()
                .forEach(section -> assertNull(
                        sections.put(section.group(2), section.group(3)), section.group(2)));
        return sections;
    }

    /**
     * Lists a message that this build cannot provoke.
     *
     * @param needed the operating system or tool that prints it
     */
    private static void notProvoked(String heading, String needed) {
        printed(heading, () -> {
            abort("not provoked: this needs " + needed);
            return "";
        });
    }

    // ---- What happens in this JVM

    private static void printed(String heading, Provocation provocation) {
        assertNull(PROVOCATIONS.put(heading, provocation), heading);
    }

    private static void thrown(String heading, Executable mistake) {
        printed(heading, () -> trace(mistake));
    }

    /** {@return the stack trace as it is printed} */
    private static String trace(Executable mistake) {
        StringWriter trace = new StringWriter();
        assertThrows(Throwable.class, mistake).printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private static MethodHandle libc(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(), descriptor, options);
    }

    private static void inAnotherThread(Runnable action) throws Throwable {
        List<Throwable> uncaught = new ArrayList<>();
        Thread thread = new Thread(action);
        thread.setUncaughtExceptionHandler((in, exception) -> uncaught.add(exception));
        thread.start();
        thread.join();
        throw uncaught.getFirst();
    }

    /** Closes the arena of the array that qsort is sorting. */
    private record Closing(Arena arena, List<Throwable> failures) {
        int compare(MemorySegment a, MemorySegment b) {
            try {
                arena.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
            return 0;
        }
    }

    private static void closeDuringACall() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            Closing closing = new Closing(arena, new ArrayList<>());
            FunctionDescriptor comparator = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
            MethodHandle compare =
                    MethodHandles.lookup().bind(closing, "compare", comparator.toMethodType());
            libc("qsort", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS))
                    .invokeExact(
                            arena.allocate(JAVA_INT, 2),
                            2L,
                            4L,
                            LINKER.upcallStub(compare, comparator, ARENA));
            throw closing.failures().getFirst();
        }
    }

    private static String onPosix(Compiled program) throws Exception {
        assumeTrue(!OS.WINDOWS.isCurrentOs(), "other compilers and messages");
        return program.output(directory);
    }

    private static void writeAConfinedBufferAsynchronously() throws Throwable {
        assumeTrue(!OS.WINDOWS.isCurrentOs(), "Windows has another implementation");
        try (Arena arena = Arena.ofConfined();
                ServerSocketChannel server = ServerSocketChannel.open();
                AsynchronousSocketChannel socket = AsynchronousSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.connect(server.getLocalAddress()).get();
            socket.write(arena.allocate(8).asByteBuffer()).get();
        }
    }

    private static String startAJarThatNamesAModule() throws Exception {
        Path manifest = Files.writeString(
                directory.resolve("manifest"), "Enable-Native-Access: a\nMain-Class: A\n");
        CommandLine.output(directory, "jar --create --file a.jar --manifest " + manifest);
        return CommandLine.run(directory, "java -jar a.jar").text();
    }

    /** {@return the same class, defined again by a class loader that has loaded no library} */
    private static Class<?> elsewhere(Class<?> type) throws IOException, ClassNotFoundException {
        URL[] classes = {Path.of("target", "test-classes").toUri().toURL()};
        return new URLClassLoader(classes, null).loadClass(type.getName());
    }

    private static void loadedElsewhere(Class<?> type, String method) throws Throwable {
        Method there = elsewhere(type).getDeclaredMethod(method);
        there.setAccessible(true);
        try {
            there.invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static final class Loading {
        static void load() {
            System.load(System.getProperty("downcall.test.recipes"));
        }
    }

    private static final class Jni {
        static native int missing();
    }

    /** Defines a class with the class file version of another release. */
    private static void define(int release, int minor) throws IOException {
        byte[] file;
        try (var in = Jni.class.getResourceAsStream("TroubleshootingTest$Jni.class")) {
            file = in.readAllBytes();
        }
        ByteBuffer.wrap(file).putShort(4, (short) minor).putShort(6, (short) (44 + release));
        new ClassLoader() {
            void define() {
                defineClass(null, file, 0, file.length);
            }
        }.define();
    }

    private static String javac(int release, String statement, String... options)
            throws IOException {
        Path source = directory.resolve("A.java");
        String method = "void f(MemorySegment a) { " + statement + " }";
        Files.writeString(source, "import java.lang.foreign.*; class A { " + method + " }");
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(
                List.of("--release", "" + release, "-d", directory.toString(), source.toString()));
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.ENGLISH);
        try {
            ToolProvider.findFirst("javac")
                    .orElseThrow()
                    .run(out, out, arguments.toArray(String[]::new));
        } finally {
            Locale.setDefault(before);
        }
        return messages.toString();
    }

    // ---- What happens in a JVM of its own

    private static final Map<String, String> CHILDREN = new HashMap<>();
    private static String loaded;

    private static String child(String... arguments) throws IOException, InterruptedException {
        return child(List.of("--enable-native-access=ALL-UNNAMED"), arguments);
    }

    /** Runs each child JVM only once. */
    private static String child(List<String> access, String... arguments)
            throws IOException, InterruptedException {
        String what = access + arguments[0];
        if (!CHILDREN.containsKey(what)) {
            List<String> options = new ArrayList<>(access);
            options.add("-XX:+ErrorFileToStdout");
            CHILDREN.put(what, ChildJvm.run(options, Child.class, arguments).text());
        }
        return CHILDREN.get(what);
    }

    /** Before Java 24, a module is denied access if the option names only other modules. */
    private static String denied() throws IOException, InterruptedException {
        String others = "--enable-native-access=no.such.module";
        return Runtime.version().feature() < 24
                ? child(List.of(others), "restricted")
                : child(List.of(others, "--illegal-native-access=deny"), "restricted");
    }

    static final class Child {

        public static void main(String[] arguments) throws Throwable {
            switch (arguments[1]) {
                case "restricted" -> MemorySegment.NULL.reinterpret(1);
                case "ends" -> {
                    readBehindTheEndOfAFile();
                    throwOutOfAnUpcall();
                }
                case "load" -> load(Arrays.asList(arguments).subList(2, arguments.length));
                case "crash" -> STRLEN.invoke(MemorySegment.NULL);
                case "linker" -> Linker.nativeLinker();
                case "stubs" -> createStubs();
                case "text" -> {
                    System.load(arguments[0]);
                    strings_h
                            .strings_at_the_end_of_a_page(Arena.global().allocateFrom("abc"))
                            .getString(0);
                }
                case "free" ->
                    libc("free", FunctionDescriptor.ofVoid(ADDRESS)).invoke(INTS.asSlice(4));
                default -> throw new IllegalArgumentException(arguments[1]);
            }
        }

        private static void readBehindTheEndOfAFile() throws IOException {
            Path file = Files.createTempFile("mapped", null);
            try (Arena arena = Arena.ofConfined();
                    FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MemorySegment mapped =
                        channel.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 20, arena);
                channel.truncate(0);
                System.out.println(mapped.get(JAVA_BYTE, 1 << 19));
            } catch (InternalError e) {
                System.out.println(e);
            } finally {
                Files.delete(file);
            }
        }

        private static void throwOutOfAnUpcall() throws Throwable {
            FunctionDescriptor comparator = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
            MethodHandle compare = MethodHandles.lookup()
                    .findStatic(Child.class, "fail", comparator.toMethodType());
            libc("qsort", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS))
                    .invoke(INTS, 4L, 4L, LINKER.upcallStub(compare, comparator, ARENA));
        }

        private static void createStubs() throws ReflectiveOperationException {
            FunctionDescriptor comparator = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
            MethodHandle compare = MethodHandles.lookup()
                    .findStatic(Child.class, "fail", comparator.toMethodType());
            for (int i = 0; i < 100_000; i++) {
                LINKER.upcallStub(compare, comparator, Arena.global());
            }
        }

        private static int fail(MemorySegment a, MemorySegment b) {
            throw new IllegalStateException("thrown by an upcall");
        }

        private static void load(List<String> files) throws Throwable {
            for (String file : files) {
                try {
                    System.load(file);
                } catch (UnsatisfiedLinkError e) {
                    System.out.println(e);
                }
            }
            MemorySegment function =
                    SymbolLookup.loaderLookup().find("calls_missing").orElseThrow();
            LINKER.downcallHandle(function, FunctionDescriptor.ofVoid()).invoke();
        }
    }

    private static String loaded() throws IOException, InterruptedException {
        assumeGlibc();
        if (loaded == null) {
            loaded = load();
        }
        return loaded;
    }

    /** Loads several broken libraries. The last one can be loaded, but not called. */
    private static String load() throws IOException, InterruptedException {
        String calls = "void missing(void); void calls_missing(void) { missing(); }";
        String dependency = compile("dependency", "void missing(void) {}");
        String dependent = compile("dependent", calls, dependency);
        Files.delete(Path.of(dependency));
        byte[] library = Files.readAllBytes(Path.of(TestBuild.library()));
        ByteBuffer tooLarge = elf(library);
        // Program headers that need more memory than there are addresses.
        for (int i = 0; i < tooLarge.getShort(56); i++) {
            tooLarge.putLong((int) tooLarge.getLong(32) + i * tooLarge.getShort(54) + 40, 1L << 50);
        }
        short otherProcessor =
                (short) (tooLarge.getShort(18) == 62 ? 183 : 62); // x86-64 is 62, AArch64 183
        String newer =
                new String(library, StandardCharsets.ISO_8859_1).replace("GLIBC_2.", "GLIBC_9.");
        return child(
                "load",
                dependent,
                write("processor", elf(library).putShort(18, otherProcessor)),
                write("width", elf(library).put(4, (byte) 1)),
                write(
                        "text",
                        ByteBuffer.wrap("This is text in a file with the name of a library. "
                                .repeat(9)
                                .getBytes())),
                compile("undefined", "extern int missing; int *refers(void) { return &missing; }"),
                compile(
                        "static_tls",
                        "static __thread __attribute__((tls_model(\"initial-exec\"))) char a[8192];"
                                + " char *static_tls(void) { return a; }"),
                write("too_large", tooLarge),
                write("newer", ByteBuffer.wrap(newer.getBytes(StandardCharsets.ISO_8859_1))),
                compile("lazy", calls, "-Wl,-z,lazy"));
    }

    private static ByteBuffer elf(byte[] library) {
        return ByteBuffer.wrap(library.clone()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String write(String name, ByteBuffer content) throws IOException {
        return Files.write(directory.resolve(name + ".so"), content.array()).toString();
    }

    private static String compile(String name, String source, String... more)
            throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve(name + ".c"), source);
        Path library = directory.resolve(name + ".so");
        Stream<String> basic =
                Stream.of("-shared", "-fPIC", "-o", library.toString(), file.toString());
        Output cc = CommandLine.cc(Stream.concat(basic, Stream.of(more)).toList());
        assertEquals(0, cc.exit(), cc.text());
        return library.toString();
    }

    private static void assumeGlibc() {
        boolean glibc = LINKER.defaultLookup().find("gnu_get_libc_version").isPresent();
        assumeTrue(glibc, "these are messages of the GNU C library");
    }
}
