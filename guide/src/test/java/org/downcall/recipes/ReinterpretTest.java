package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.ADDRESS_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.downcall.recipes.bindings.reinterpret_h.C_LONG;
import static org.downcall.recipes.bindings.reinterpret_h.C_POINTER;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_alive;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_close;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_free_page;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_list;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_list$address;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_list$descriptor;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_next;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_open;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_page;
import static org.downcall.recipes.bindings.reinterpret_h.reinterpret_samples;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.downcall.recipes.bindings.reinterpret_h;
import org.downcall.recipes.bindings.reinterpret_node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Where safety ends.
 *
 * <p>A pointer from C carries neither the size nor the lifetime of the memory that it points to.
 * {@code reinterpret} sets them and checks nothing. Call it once, directly after the call of C,
 * with what the contract of the function states.
 */
@UsesRecipesLibrary
class ReinterpretTest {

    private static final Linker LINKER = Linker.nativeLinker();

    /** Turns C's pointer and count into a segment with bounds. */
    static MemorySegment samples() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(C_LONG);
            MemorySegment samples = reinterpret_samples(count);
            return samples.reinterpret(JAVA_INT.scale(0, count.get(C_LONG, 0))).asReadOnly();
        }
    }

    @Test
    void aSize() {
        MemorySegment samples = samples();
        assertArrayEquals(new int[] {3, 1, 4}, samples.toArray(JAVA_INT));
        assertThrows(IndexOutOfBoundsException.class, () -> samples.getAtIndex(JAVA_INT, 3));
    }

    /** Gives the C object the lifetime of an arena. The type is opaque, so the size is 0. */
    static MemorySegment counter(Arena arena, int start) {
        MemorySegment counter = reinterpret_open(start);
        if (counter.equals(NULL)) {
            throw new OutOfMemoryError("reinterpret_open");
        }
        return counter.reinterpret(0, arena, reinterpret_h::reinterpret_close);
    }

    @Test
    void aSizeAndALifetime() {
        int before = reinterpret_alive();
        MemorySegment counter;
        try (Arena arena = Arena.ofConfined()) {
            counter = counter(arena, 7);
            assertEquals(7, reinterpret_next(counter));
            assertEquals(before + 1, reinterpret_alive());
            assertThrows(IndexOutOfBoundsException.class, () -> counter.get(JAVA_INT, 0));
        }
        assertEquals(before, reinterpret_alive());
        AssertionError error = assertThrows(AssertionError.class, () -> reinterpret_next(counter));
        assertEquals("Already closed", error.getCause().getMessage());
    }

    /** The target layout sets the size of the result. reinterpret adds the arena and the action. */
    @Test
    void aSizeInTheDescriptor() throws Throwable {
        AddressLayout toNode = ADDRESS.withTargetLayout(reinterpret_node.layout());
        MethodHandle list = LINKER.downcallHandle(
                reinterpret_list$address(),
                reinterpret_list$descriptor().changeReturnLayout(toNode));
        int before = reinterpret_alive();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment node = (MemorySegment) list.invokeExact(3);
            assertEquals(16, node.byteSize());
            MemorySegment first = node.reinterpret(arena, reinterpret_h::reinterpret_free_list);
            assertEquals(16, first.byteSize());
            assertEquals(List.of(1, 2, 3), values(first, 10));
            assertThrows(IllegalStateException.class, () -> values(first, 2));
        }
        assertEquals(before, reinterpret_alive());
    }

    /** Reads a C list. The limit ends the loop even if the list is circular. */
    static List<Integer> values(MemorySegment first, int atMost) {
        List<Integer> values = new ArrayList<>();
        for (MemorySegment next = first; !next.equals(NULL); ) {
            if (values.size() == atMost) {
                throw new IllegalStateException("more than " + atMost + " nodes");
            }
            MemorySegment node = next.reinterpret(reinterpret_node.sizeof());
            values.add(reinterpret_node.value(node));
            next = reinterpret_node.next(node);
        }
        return values;
    }

    /** The layout determines the size of a pointer that is read from memory. */
    @Test
    void addressLayouts() {
        AddressLayout toInt = ADDRESS.withTargetLayout(JAVA_INT);
        assertEquals(Optional.of(JAVA_INT), toInt.targetLayout());
        assertEquals(ADDRESS, toInt.withoutTargetLayout());
        assertEquals(Optional.empty(), ADDRESS.targetLayout());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocateFrom(ADDRESS, arena.allocateFrom(JAVA_INT, 42));
            assertEquals(0, pointer.get(ADDRESS, 0).byteSize());
            assertEquals(42, pointer.get(toInt, 0).get(JAVA_INT, 0));
            // jextract's layout has no bounds.
            assertEquals(Long.MAX_VALUE, pointer.get(C_POINTER, 0).byteSize());
            assertEquals(0, pointer.get(C_POINTER.withoutTargetLayout(), 0).byteSize());

            // A byte, followed by a pointer that is not aligned.
            MemorySegment packed = arena.allocate(1 + ADDRESS.byteSize());
            AddressLayout anywhere = ADDRESS.withByteAlignment(1);
            packed.set(anywhere, 1, pointer);
            assertEquals(pointer, packed.get(anywhere, 1));
            assertEquals(ADDRESS_UNALIGNED, anywhere);
            assertThrows(IllegalArgumentException.class, () -> packed.get(ADDRESS, 1));
        }
    }

    /** NULL is the address 0 with any size. It can be reinterpreted, so compare it first. */
    @Test
    void nullIsAnAddress() {
        assertEquals(NULL, MemorySegment.ofAddress(0));
        assertEquals(0, NULL.byteSize());
        assertEquals(NULL, NULL.reinterpret(Long.MAX_VALUE));
        assertNotEquals(NULL, MemorySegment.ofAddress(4096));
        // The size comes from the layout, even for NULL.
        MemorySegment none = reinterpret_list(0);
        assertEquals(NULL, none);
        assertEquals(Long.MAX_VALUE, none.byteSize());
        List<MemorySegment> cleaned = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            NULL.reinterpret(arena, cleaned::add);
        }
        // The cleanup action receives NULL. free() ignores it, but other functions may not.
        assertEquals(List.of(NULL), cleaned);
    }

    /** Wrong: too large a size. Nothing checks it, not even against the original segment. */
    @Test
    void wrongSize() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = arena.allocateFrom(JAVA_INT, 1, 2).asSlice(0, 4);
            assertThrows(IndexOutOfBoundsException.class, () -> first.getAtIndex(JAVA_INT, 1));
            assertEquals(2, first.reinterpret(8).getAtIndex(JAVA_INT, 1));
        }
        MemorySegment heap = MemorySegment.ofArray(new int[1]);
        assertThrows(UnsupportedOperationException.class, () -> heap.reinterpret(8));
    }

    /**
     * Wrong: expecting a segment that is made from an address, or read from memory, to belong to an
     * arena.
     */
    @Test
    void wrongLifetime() {
        MemorySegment sized;
        MemorySegment made;
        MemorySegment read;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(JAVA_INT);
            sized = segment.reinterpret(4);
            made = MemorySegment.ofAddress(segment.address()).reinterpret(4);
            read = arena.allocateFrom(ADDRESS, segment).get(ADDRESS, 0).reinterpret(4);
        }
        assertThrows(IllegalStateException.class, () -> sized.get(JAVA_INT, 0));
        // The memory is freed. A read would not throw, but return any value or crash.
        assertTrue(made.scope().isAlive());
        assertTrue(read.scope().isAlive());
    }

    /** Wrong: a closed arena. reinterpret throws, and the caller still owns the object. */
    @Test
    void wrongArena() {
        Arena arena = Arena.ofConfined();
        arena.close();
        int before = reinterpret_alive();
        MemorySegment counter = reinterpret_open(1);
        assertThrows(
                IllegalStateException.class,
                () -> counter.reinterpret(0, arena, reinterpret_h::reinterpret_close));
        assertEquals(before + 1, reinterpret_alive());
        reinterpret_close(counter);
    }

    /**
     * Wrong: reading an address without memory, or memory that C has unmapped. This ends the JVM.
     */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "different signals and messages")
    void wrongAddress() throws Exception {
        for (String what : List.of("none", "freed")) {
            Output output = ChildJvm.run(List.of(), WrongAddress.class, what);
            assertNotEquals(0, output.exit());
            assertTrue(output.text().contains("fatal error has been detected"), output.text());
            assertFalse(output.text().contains("survived"), output.text());
            // Without native access, the call of reinterpret causes a warning.
            assertTrue(output.text().contains("restricted method"), output.text());
        }
    }

    static final class WrongAddress {

        public static void main(String[] arguments) {
            MemorySegment address = MemorySegment.ofAddress(8).reinterpret(4);
            if (arguments[1].equals("freed")) {
                System.load(arguments[0]);
                address = reinterpret_page().reinterpret(4);
                System.out.println(address.get(JAVA_INT, 0));
                reinterpret_free_page(address);
            }
            System.out.println("survived: " + address.get(JAVA_INT, 0));
        }
    }
}
