package org.downcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Assertions about the errors of calls whose arguments are invalid. */
final class InvalidArguments {

    /** The {@link NullPointerException} has this message, usually the name of the argument. */
    static void assertNullIsRejected(String message, Executable call) {
        assertEquals(message, assertThrows(NullPointerException.class, call).getMessage());
    }

    /** The message of the {@link IllegalArgumentException} contains this text. */
    static void assertInvalid(String message, Executable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private InvalidArguments() {}
}
