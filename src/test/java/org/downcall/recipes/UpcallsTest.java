package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.downcall.recipes.bindings.upcalls_h.qsort;
import static org.downcall.recipes.bindings.upcalls_h.upcalls_fire;
import static org.downcall.recipes.bindings.upcalls_h.upcalls_set_handler;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.downcall.internal.TestBuild;
import org.downcall.recipes.bindings.upcalls_comparison;
import org.downcall.recipes.bindings.upcalls_h;
import org.downcall.recipes.bindings.upcalls_handler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Upcalls: C calls Java.
 *
 * <p>An upcall stub is a piece of machine code that calls a method handle. Its address is the
 * function pointer that C gets, and an arena says how long there is such code.
 */
@UsesRecipesLibrary
class UpcallsTest {

    /**
     * jextract makes a class of each function pointer type: {@code allocate} makes a stub of a
     * lambda.
     */
    @Test
    void aComparatorForQsort() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment array = arena.allocateFrom(JAVA_INT, 30, 10, 20);
            MemorySegment descending = upcalls_comparison.allocate(
                    (a, b) -> Integer.compare(b.get(JAVA_INT, 0), a.get(JAVA_INT, 0)), arena);
            qsort(array, 3, JAVA_INT.byteSize(), descending);
            assertArrayEquals(new int[] {30, 20, 10}, array.toArray(JAVA_INT));
        }
    }

    /**
     * {@code int (*)(const int *, const int *)}: with a target layout, each argument arrives with
     * that size.
     */
    private static final FunctionDescriptor COMPARISON = FunctionDescriptor.of(
            JAVA_INT, ADDRESS.withTargetLayout(JAVA_INT), ADDRESS.withTargetLayout(JAVA_INT));

    private static int ascending(MemorySegment a, MemorySegment b) {
        return Integer.compare(a.get(JAVA_INT, 0), b.get(JAVA_INT, 0));
    }

    @Test
    void theSameByHand() throws ReflectiveOperationException {
        MethodHandle target = MethodHandles.lookup()
                .findStatic(UpcallsTest.class, "ascending", COMPARISON.toMethodType());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stub = Linker.nativeLinker().upcallStub(target, COMPARISON, arena);
            assertEquals(0, stub.byteSize()); // code is nothing to read
            MemorySegment array = arena.allocateFrom(JAVA_INT, 30, 10, 20);
            qsort(array, 3, JAVA_INT.byteSize(), stub);
            assertArrayEquals(new int[] {10, 20, 30}, array.toArray(JAVA_INT));
        }
    }

    private static final List<Long> SIZES = new ArrayList<>();

    private static int equal(MemorySegment a, MemorySegment b) {
        SIZES.addAll(List.of(a.byteSize(), b.byteSize()));
        return 0;
    }

    /**
     * Wrong: nothing says what the pointers point to. The arguments have size 0, and to read them
     * would throw.
     */
    @Test
    void wrongArgumentsWithoutATargetLayout() throws ReflectiveOperationException {
        FunctionDescriptor plain = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
        MethodHandle target =
                MethodHandles.lookup().findStatic(UpcallsTest.class, "equal", plain.toMethodType());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stub = Linker.nativeLinker().upcallStub(target, plain, arena);
            qsort(arena.allocateFrom(JAVA_INT, 2, 1), 2, JAVA_INT.byteSize(), stub);
        }
        assertEquals(List.of(0L, 0L), SIZES);
    }

    /**
     * A handler that C keeps outlives the call that registers it. So whoever ends that also closes
     * the arena, and only when C is not calling: nothing but a downcall's arguments holds an arena
     * open.
     */
    static final class Registration implements AutoCloseable {

        private final Arena arena =
                Arena.ofShared(); // another thread may end it than the one that began it

        Registration(upcalls_handler.Function handler) {
            upcalls_set_handler(upcalls_handler.allocate(handler, arena), NULL);
        }

        @Override
        public void close() {
            if (arena.scope()
                    .isAlive()) { // once more does nothing, least of all to the next one's handler
                upcalls_set_handler(NULL, NULL); // first C forgets the stub,
                arena.close(); // then it is freed
            }
        }
    }

    @Test
    void aHandlerThatCKeeps() {
        List<Thread> threads = new ArrayList<>();
        try (Registration registration = new Registration((value, user) -> {
            threads.add(Thread.currentThread());
            return 10 * value;
        })) {
            assertEquals(70, upcalls_fire(7));
            assertEquals(80, upcalls_fire(8));
        }
        assertEquals(-1, upcalls_fire(9));
        assertEquals(
                List.of(Thread.currentThread(), Thread.currentThread()),
                threads); // the thread that C called in
    }

    private static final Map<Long, List<Integer>> RECEIVED = new ConcurrentHashMap<>();

    private static int receive(int value, MemorySegment user) {
        List<Integer> receiver = RECEIVED.get(user.address());
        return receiver != null && receiver.add(value)
                ? 0
                : 1; // no NullPointerException for a key that is gone
    }

    /** Made once, for good. It captures nothing: {@code void *user} says whom a call is for. */
    private static final MemorySegment FOR_ALL =
            upcalls_handler.allocate(UpcallsTest::receive, Arena.global());

    /**
     * A Java object has no address for C to carry. It carries a key instead, in a pointer that
     * nobody follows.
     */
    @Test
    void userDataIsAKey() {
        for (long key = 1; key <= 2; key++) {
            RECEIVED.put(key, new ArrayList<>());
            upcalls_set_handler(FOR_ALL, MemorySegment.ofAddress(key));
            upcalls_fire((int) (100 * key));
            upcalls_set_handler(NULL, NULL);
        }
        assertEquals(Map.of(1L, List.of(100), 2L, List.of(200)), RECEIVED);
    }

    /** Nothing that is thrown leaves the upcall: C gets a code, and Java throws when C is back. */
    static void fire(int value, IntConsumer handler) {
        Throwable[] thrown = {null};
        try (Registration registration = new Registration((v, user) -> {
            try {
                handler.accept(v);
                return 0;
            } catch (Throwable t) {
                thrown[0] = t;
                return 1;
            }
        })) {
            if (upcalls_fire(value) != 0) {
                throw new IllegalStateException("The handler failed", thrown[0]);
            }
        }
    }

    @Test
    void anExceptionWaitsUntilCIsBack() {
        RuntimeException mine = new UnsupportedOperationException();
        Exception arrived = assertThrows(
                IllegalStateException.class,
                () -> fire(1, value -> {
                    throw mine;
                }));
        assertSame(mine, arrived.getCause());
    }

    private static int careless(MemorySegment a, MemorySegment b) throws IOException {
        throw new IOException();
    }

    /**
     * Wrong: other types than the descriptor says, and a method that declares exceptions. The
     * linker sees these only in the handle of the method itself, not through a bound or an adapted
     * one; and what is not declared, nowhere.
     */
    @Test
    void wrongTargets() throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle throwing =
                lookup.findStatic(UpcallsTest.class, "careless", COMPARISON.toMethodType());
        MethodHandle mistyped = lookup.findStatic(
                Integer.class, "compare", MethodType.methodType(int.class, int.class, int.class));
        for (MethodHandle target : List.of(throwing, mistyped)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Linker.nativeLinker().upcallStub(target, COMPARISON, Arena.global()));
        }
    }

    /** Wrong, each in a JVM of its own, which it ends. */
    static final class Wrong {

        public static void main(String[] arguments) throws Throwable {
            System.load(arguments[1]);
            MemorySegment stub;
            try (Arena arena = Arena.ofConfined()) {
                stub = upcalls_handler.allocate((value, user) -> 10 / value, arena);
                upcalls_set_handler(stub, NULL);
                upcalls_fire(1);
                switch (arguments[0]) {
                    case "exception" -> upcalls_fire(0);
                    case "critical" -> {
                        MethodHandle critical = Linker.nativeLinker()
                                .downcallHandle(
                                        upcalls_h.upcalls_fire$address(),
                                        upcalls_h.upcalls_fire$descriptor(),
                                        Linker.Option.critical(false));
                        int result = (int) critical.invokeExact(1);
                    }
                    default -> {}
                }
            }
            for (int others = 0; others < 1000 && arguments[0].equals("taken"); others++) {
                if (upcalls_handler
                                .allocate((value, user) -> 42, Arena.global())
                                .address()
                        == stub.address()) {
                    System.out.println("another handler says " + upcalls_fire(1));
                    return;
                }
            }
            upcalls_fire(1); // the stub is freed
        }
    }

    private static TestBuild.Output run(String wrong, Path directory)
            throws IOException, InterruptedException {
        List<String> options = List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Xint", // or a compiler might put something else where the stub was
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("error.log"));
        return ChildJvm.run(options, Wrong.class, wrong, UsesRecipesLibrary.Load.file());
    }

    /**
     * Wrong: C still calls a stub that was freed. Where another one has taken its place, that one
     * answers.
     */
    @Test
    void wrongAFreedStubWhosePlaceIsTaken(@TempDir Path directory)
            throws IOException, InterruptedException {
        TestBuild.Output output = run("taken", directory);
        assumeTrue(output.exit() == 0, "HotSpot happens to do so; nothing says that it must");
        assertEquals("another handler says 42", output.text().strip());
    }

    @Test
    void wrongAnExceptionThatEscapes(@TempDir Path directory)
            throws IOException, InterruptedException {
        TestBuild.Output output = run("exception", directory);
        assertEquals(1, output.exit());
        assertTrue(
                output.text().contains("java.lang.ArithmeticException: / by zero"), output.text());
        assertTrue(
                output.text().contains("Unrecoverable uncaught exception encountered"),
                output.text());
    }

    @Test
    void wrongAnUpcallFromACriticalFunction(@TempDir Path directory)
            throws IOException, InterruptedException {
        TestBuild.Output output = run("critical", directory);
        assertNotEquals(0, output.exit());
        assertTrue(output.text().contains("wrong thread state for upcall"), output.text());
    }

    /**
     * Undefined. On HotSpot the stub's method handle is gone, and the machine code stumbles over
     * that.
     */
    @Test
    void wrongAFreedStub(@TempDir Path directory) throws IOException, InterruptedException {
        TestBuild.Output output = run("freed", directory);
        assertNotEquals(0, output.exit());
        assertTrue(output.text().contains("A fatal error has been detected"), output.text());
    }
}
