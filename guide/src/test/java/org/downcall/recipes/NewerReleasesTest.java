package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.UnionLayout;
import java.lang.invoke.VarHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** What works differently in releases after JDK 22. */
class NewerReleasesTest {

    /** A union whose members have very different sizes, as in network protocols. */
    static final UnionLayout MESSAGE = MemoryLayout.unionLayout(
            JAVA_INT.withName("kind"),
            MemoryLayout.sequenceLayout(100, JAVA_INT).withName("text"));

    private final Arena arena = Arena.ofConfined();

    /** The sender has sent only the member of four bytes, padded to eight. */
    private final MemorySegment received = arena.allocate(8, 4);

    @AfterEach
    void close() {
        arena.close();
    }

    /**
     * Wrong since JDK 23: the whole union must fit into the segment. JDK 22 reads the member. Since
     * JDK 26, the message has other words.
     */
    @Test
    @EnabledForJreRange(minVersion = 23, disabledReason = "JDK 22 checks the member only")
    void wrongAHandleOfALayoutThatIsLargerThanTheSegment() {
        VarHandle kind = MESSAGE.varHandle(groupElement("kind"));
        String message = assertThrows(IndexOutOfBoundsException.class, () -> kind.get(received, 0L))
                .getMessage();
        String reason = Runtime.version().feature() < 26
                ? "new offset = 0; new length = 400"
                : "access an element of length 400 at offset 0";
        assertTrue(SafetyTest.inAscii(message).contains("byteSize: 8 }; "), message);
        assertTrue(SafetyTest.inAscii(message).contains(reason), message);
    }

    /** The member alone is the root of the handle, so only the member must fit. */
    @Test
    void twoWaysToReadThePartThatIsThere() {
        received.set(JAVA_INT, 0, 3);
        VarHandle kind = MESSAGE.select(groupElement("kind")).varHandle();
        long offset = MESSAGE.byteOffset(groupElement("kind"));
        assertEquals(3, (int) kind.get(received, offset));
        assertEquals(3, received.get(JAVA_INT, offset));
    }
}
