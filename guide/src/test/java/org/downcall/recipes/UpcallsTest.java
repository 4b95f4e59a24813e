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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.downcall.recipes.bindings.upcalls_comparison;
import org.downcall.recipes.bindings.upcalls_h;
import org.downcall.recipes.bindings.upcalls_handler;
import org.junit.jupiter.api.Test;

/**
 * Upcalls: C calls Java.
 *
 * <p>An upcall stub is machine code that calls a method handle. Its address is the function pointer
 * that C receives. The stub exists as long as its arena is open.
 */
@UsesRecipesLibrary
class UpcallsTest {

    private static final Linker LINKER = Linker.nativeLinker();

    /** The class generated for a function pointer type creates a stub from a lambda. */
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
     * {@code int (*)(const int *, const int *)}. The target layout determines the size of the
     * segments that the method receives.
     */
    private static final FunctionDescriptor COMPARISON = FunctionDescriptor.of(
            JAVA_INT, ADDRESS.withTargetLayout(JAVA_INT), ADDRESS.withTargetLayout(JAVA_INT));

    private static int ascending(MemorySegment a, MemorySegment b) {
        return Integer.compare(a.get(JAVA_INT, 0), b.get(JAVA_INT, 0));
    }

    @Test
    void byHand() throws ReflectiveOperationException {
        MethodHandle target = MethodHandles.lookup()
                .findStatic(UpcallsTest.class, "ascending", COMPARISON.toMethodType());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stub = LINKER.upcallStub(target, COMPARISON, arena);
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

    /** Wrong: no target layout. The segments have size 0, so reading from them throws. */
    @Test
    void wrongArgumentsWithoutATargetLayout() throws ReflectiveOperationException {
        FunctionDescriptor plain = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
        MethodHandle target =
                MethodHandles.lookup().findStatic(UpcallsTest.class, "equal", plain.toMethodType());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stub = LINKER.upcallStub(target, plain, arena);
            qsort(arena.allocateFrom(JAVA_INT, 2, 1), 2, JAVA_INT.byteSize(), stub);
        }
        assertEquals(List.of(0L, 0L), SIZES);
    }

    /**
     * C keeps the handler after the call that registers it, so the registration owns the arena.
     * Close it only while C is not calling the handler: a running upcall does not keep the arena
     * open.
     */
    static final class Registration implements AutoCloseable {

        // Shared, so that any thread can close it.
        private final Arena arena = Arena.ofShared();

        Registration(upcalls_handler.Function handler) {
            upcalls_set_handler(upcalls_handler.allocate(handler, arena), NULL);
        }

        @Override
        public void close() {
            // Closing twice must not remove the handler of another registration.
            if (arena.scope().isAlive()) {
                // C must drop the stub before it is freed.
                upcalls_set_handler(NULL, NULL);
                arena.close();
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
        // Each upcall ran in the thread that called C.
        assertEquals(List.of(Thread.currentThread(), Thread.currentThread()), threads);
    }

    private static final Map<Long, List<Integer>> RECEIVED = new ConcurrentHashMap<>();

    private static int receive(int value, MemorySegment user) {
        // The receiver is null if its key has been removed. An upcall must not throw.
        List<Integer> receiver = RECEIVED.get(user.address());
        return receiver != null && receiver.add(value) ? 0 : 1;
    }

    /** One stub for all receivers. {@code void *user} identifies the receiver of a call. */
    private static final MemorySegment FOR_ALL =
            upcalls_handler.allocate(UpcallsTest::receive, Arena.global());

    /** C cannot store a reference to a Java object. It stores a key in the pointer instead. */
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

    /** The upcall catches everything and returns a code. Java throws after C has returned. */
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
    void anExceptionIsThrownAfterCReturns() {
        RuntimeException mine = new UnsupportedOperationException();
        IntConsumer handler = value -> {
            throw mine;
        };
        Exception error = assertThrows(IllegalStateException.class, () -> fire(1, handler));
        assertSame(mine, error.getCause());
    }

    private static int careless(MemorySegment a, MemorySegment b) throws IOException {
        throw new IOException();
    }

    /**
     * Wrong: a method that declares exceptions, and one whose types do not match the descriptor.
     * The linker detects declared exceptions only in a direct method handle, not in a bound or
     * adapted one. It cannot detect undeclared exceptions.
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
                    () -> LINKER.upcallStub(target, COMPARISON, Arena.global()));
        }
    }

    /** Mistakes that end the JVM. Each runs in a JVM of its own. */
    static final class Crashes {

        public static void main(String[] arguments) throws Throwable {
            System.load(arguments[0]);
            MemorySegment stub;
            try (Arena arena = Arena.ofConfined()) {
                stub = upcalls_handler.allocate((value, user) -> 10 / value, arena);
                upcalls_set_handler(stub, NULL);
                upcalls_fire(1);
                switch (arguments[1]) {
                    case "exception" -> upcalls_fire(0);
                    case "critical" -> {
                        MethodHandle critical = LINKER.downcallHandle(
                                upcalls_h.upcalls_fire$address(),
                                upcalls_h.upcalls_fire$descriptor(),
                                Linker.Option.critical(false));
                        int result = (int) critical.invokeExact(1);
                    }
                    default -> {}
                }
            }
            for (int others = 0; others < 1000 && arguments[1].equals("reused"); others++) {
                MemorySegment other = upcalls_handler.allocate((value, user) -> 42, Arena.global());
                if (other.address() == stub.address()) {
                    System.out.println("another handler returned " + upcalls_fire(1));
                    return;
                }
            }
            // The stub has been freed.
            upcalls_fire(1);
        }
    }

    private static Output run(String mistake) throws IOException, InterruptedException {
        // -Xint, because compiled code could otherwise be placed at the address of the stub.
        List<String> options = List.of("--enable-native-access=ALL-UNNAMED", "-Xint");
        return ChildJvm.run(options, Crashes.class, mistake);
    }

    /**
     * Wrong: a freed stub. If another stub has been allocated at the same address, C calls that
     * one.
     */
    @Test
    void wrongFreedStubWhoseAddressIsReused() throws IOException, InterruptedException {
        Output output = run("reused");
        assumeTrue(output.exit() == 0, "HotSpot usually reuses the address, but need not");
        assertEquals("another handler returned 42", output.text().strip());
    }

    @Test
    void wrongExceptionThatEscapes() throws IOException, InterruptedException {
        Output output = run("exception");
        assertEquals(1, output.exit());
        for (String message : List.of(
                "java.lang.ArithmeticException: / by zero",
                "Unrecoverable uncaught exception encountered")) {
            assertTrue(output.text().contains(message), output.text());
        }
    }

    @Test
    void wrongUpcallFromACriticalCall() throws IOException, InterruptedException {
        Output output = run("critical");
        assertNotEquals(0, output.exit());
        assertTrue(output.text().contains("wrong thread state for upcall"), output.text());
    }

    /**
     * Wrong: a freed stub. The behaviour is undefined. On HotSpot, its method handle no longer
     * exists.
     */
    @Test
    void wrongFreedStub() throws IOException, InterruptedException {
        Output output = run("freed");
        assertNotEquals(0, output.exit());
        assertTrue(output.text().contains("A fatal error has been detected"), output.text());
    }
}
