package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.downcall.recipes.bindings.function_pointers_h.function_pointers_adder;
import static org.downcall.recipes.bindings.function_pointers_h.function_pointers_drive;
import static org.downcall.recipes.bindings.function_pointers_h.function_pointers_find;
import static org.downcall.recipes.bindings.function_pointers_h.function_pointers_same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import org.downcall.recipes.bindings.function_pointers_operation;
import org.downcall.recipes.bindings.function_pointers_plugin;
import org.junit.jupiter.api.Test;

/**
 * Function pointers that C returns.
 *
 * <p>In Java, a function pointer is a {@link MemorySegment} like any other pointer. A downcall
 * handle calls it. The handle's descriptor must match the function, which nothing checks.
 */
@UsesRecipesLibrary
class FunctionPointersTest {

    private static final Linker LINKER = Linker.nativeLinker();

    @Test
    void aFunctionThatCReturns() {
        MemorySegment multiply = function_pointers_find((byte) '*');
        if (multiply.equals(NULL)) {
            throw new UnsupportedOperationException("The library cannot multiply.");
        }
        assertEquals(80, function_pointers_operation.invoke(multiply, 40, 2));
    }

    private static final FunctionDescriptor OPERATION =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);

    /** One handle for all functions of this type. It takes the address as its first argument. */
    private static final MethodHandle CALL = LINKER.downcallHandle(OPERATION);

    /** A handle takes the address at each call, or is bound to one address when it is linked. */
    @Test
    void theSameByHand() throws Throwable {
        MemorySegment add = function_pointers_find((byte) '+');
        assertEquals("(MemorySegment,int,int)int", CALL.type().toString());
        assertEquals(42, (int) CALL.invokeExact(add, 40, 2));

        MethodHandle addition = LINKER.downcallHandle(add, OPERATION);
        assertEquals(OPERATION.toMethodType(), addition.type());
        assertEquals(42, (int) addition.invokeExact(40, 2));
    }

    /** The value of a function pointer field is a segment, which may be NULL. */
    @Test
    void aTableOfFunctions() {
        MemorySegment adder = function_pointers_adder();
        assertEquals(1, function_pointers_plugin.version(adder));
        MemorySegment reset = function_pointers_plugin.reset(adder);
        if (!reset.equals(NULL)) {
            function_pointers_plugin.reset.invoke(reset);
        }
        MemorySegment apply = function_pointers_plugin.apply(adder);
        assertEquals(5, function_pointers_plugin.apply.invoke(apply, 5));
        assertEquals(12, function_pointers_plugin.apply.invoke(apply, 7));
    }

    /** The functions are upcall stubs of the arena that also holds the table. */
    @Test
    void aTableFilledByJava() {
        try (Arena arena = Arena.ofConfined()) {
            int[] product = {1};
            // All bytes are zero, so reset is NULL.
            MemorySegment plugin = function_pointers_plugin.allocate(arena);
            function_pointers_plugin.version(plugin, 1);
            MemorySegment multiply =
                    function_pointers_plugin.apply.allocate(value -> product[0] *= value, arena);
            function_pointers_plugin.apply(plugin, multiply);
            assertEquals(120, function_pointers_drive(plugin, 5));
        }
    }

    /**
     * A stub that comes back has the same address, so the segments are equal. But it no longer
     * belongs to the stub's arena.
     */
    @Test
    void aStubThatComesBack() {
        MemorySegment stub;
        MemorySegment back;
        try (Arena arena = Arena.ofConfined()) {
            stub = function_pointers_operation.allocate((a, b) -> a - b, arena);
            back = function_pointers_same(stub);
            assertEquals(stub, back);
            assertEquals(stub.address(), back.address());
            assertEquals(38, function_pointers_operation.invoke(back, 40, 2));
        }
        // A call through the stub's own segment fails, because the arena is closed. A call through
        // the segment that came back would jump to freed memory.
        AssertionError error = assertThrows(
                AssertionError.class, () -> function_pointers_operation.invoke(stub, 40, 2));
        assertTrue(error.getCause() instanceof IllegalStateException);
        assertFalse(stub.scope().isAlive());
        assertTrue(back.scope().isAlive());
    }

    @Test
    void descriptorsOfFunctions() {
        assertEquals(OPERATION, function_pointers_operation.descriptor());
        assertEquals(Optional.of(JAVA_INT), OPERATION.returnLayout());
        assertEquals(List.of(JAVA_INT, JAVA_INT), OPERATION.argumentLayouts());
        assertEquals("(int,int)int", OPERATION.toMethodType().toString());

        FunctionDescriptor withUser = OPERATION.appendArgumentLayouts(ADDRESS);
        assertEquals(FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), withUser);
        FunctionDescriptor withSelf = OPERATION.insertArgumentLayouts(0, ADDRESS);
        assertEquals(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), withSelf);
        FunctionDescriptor wide = OPERATION.changeReturnLayout(JAVA_LONG);
        assertEquals(FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT), wide);
        FunctionDescriptor procedure = OPERATION.dropReturnLayout();
        assertEquals(FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT), procedure);
        assertEquals(Optional.empty(), procedure.returnLayout());

        // Names change the descriptor, but not the type of its handle.
        FunctionDescriptor named =
                FunctionDescriptor.of(JAVA_INT, JAVA_INT.withName("a"), JAVA_INT.withName("b"));
        assertNotEquals(OPERATION, named);
        assertEquals(OPERATION.toMethodType(), named.toMethodType());
    }

    /** Wrong: NULL. It is rejected when a handle is bound to it, and when it is called. */
    @Test
    void wrongNullPointer() {
        MemorySegment none = function_pointers_find((byte) '/');
        assertEquals(NULL, none);
        assertThrows(IllegalArgumentException.class, () -> LINKER.downcallHandle(none, OPERATION));
        assertThrows(IllegalArgumentException.class, () -> {
            int result = (int) CALL.invokeExact(none, 40, 2);
        });
        AssertionError error = assertThrows(
                AssertionError.class, () -> function_pointers_operation.invoke(none, 40, 2));
        assertTrue(error.getCause() instanceof IllegalArgumentException);
    }
}
