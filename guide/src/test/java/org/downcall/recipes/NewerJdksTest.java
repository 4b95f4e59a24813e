package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/**
 * What JDK 26, 27 and 28 changed for code that was compiled for Java 22. Each test passes on every
 * release since 22, and states what the releases do differently.
 */
class NewerJdksTest {

    private static final int JDK = Runtime.version().feature();

    @TempDir
    private static Path directory;

    // ---- Alignment in confined arenas

    /** An alignment is guaranteed only if you request it, with a layout or as a number. */
    @Test
    void stateTheAlignment() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("abc");
            MemorySegment count = arena.allocate(JAVA_LONG);
            MemorySegment pair = arena.allocate(16, 8);
            count.set(JAVA_LONG, 0, 42);
            pair.set(JAVA_LONG, 8, 42);
        }
    }

    /**
     * Wrong since JDK 28: a size without an alignment. Up to JDK 27, malloc happens to align each
     * segment. JDK 28 puts this one right behind the four bytes of the string.
     */
    @Test
    void wrongASizeWithoutAnAlignment() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("abc");
            MemorySegment count = arena.allocate(8);
            if (JDK < 28) {
                count.set(JAVA_LONG, 0, 42);
            } else {
                assertEquals(name.address() + 4, count.address());
                assertThrows(IllegalArgumentException.class, () -> count.set(JAVA_LONG, 0, 42));
            }
        }
    }

    /** Prints how far apart two segments of one byte are. */
    static final class TwoSegments {
        public static void main(String[] arguments) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment first = arena.allocate(1);
                MemorySegment second = arena.allocate(1);
                System.out.println(Math.abs(second.address() - first.address()));
            }
        }
    }

    /**
     * An internal property of JDK 28 switches the pool off. Use it to find out whether the pool is
     * the reason for a failure, and so that AddressSanitizer sees each segment.
     */
    @Test
    void withoutThePool() throws Exception {
        String property = "-Djdk.internal.foreign.native.confined.pool.power.size=";
        String apart = ChildJvm.run(List.of(property + "-1"), TwoSegments.class).text();
        assertTrue(Long.parseLong(apart.strip()) >= 16, apart);
        if (JDK >= 28) {
            assertEquals("1\n", ChildJvm.run(TwoSegments.class).text());
        }
    }

    /**
     * Wrong in every release: C keeps a pointer into a closed arena. On JDK 28, C then reads data of
     * the next arena instead of freed memory.
     */
    @Test
    void wrongAPointerIntoAClosedArena() {
        MemorySegment kept;
        try (Arena arena = Arena.ofConfined()) {
            kept = MemorySegment.ofAddress(arena.allocateFrom("mine").address());
        }
        try (Arena next = Arena.ofConfined()) {
            MemorySegment other = next.allocateFrom("other");
            if (JDK >= 28) {
                assertEquals(other.address(), kept.address());
                assertEquals("other", kept.reinterpret(6).getString(0));
            }
        }
    }

    // ---- errno before the call

    private static final Linker LINKER = Linker.nativeLinker();

    private static final StructLayout STATE = Linker.Option.captureStateLayout();

    private static final VarHandle ERRNO = STATE.varHandle(groupElement("errno"));

    private static final MethodHandle STRTOL = LINKER.downcallHandle(
            LINKER.defaultLookup().find("strtol").orElseThrow(),
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT),
            Linker.Option.captureCallState("errno"));

    /**
     * strtol returns the same number for "9223372036854775807" and for numbers that are too large.
     * Only errno shows the difference, and only if it was 0 before the call. Since JDK 27, the
     * handle sets errno to the value in the segment. Up to JDK 26, it ignores that value.
     */
    @Test
    void errnoBeforeTheCall() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            ERRNO.set(state, 0L, 0);
            long number = (long) STRTOL.invokeExact(state, arena.allocateFrom("17"), NULL, 10);
            assertEquals(17, number);
            if (JDK >= 27) {
                assertEquals(0, (int) ERRNO.get(state, 0L));
            }
        }
    }

    /** Wrong since JDK 27: an old value in the segment, which a successful call leaves there. */
    @Test
    void wrongAnOldValueInTheSegment() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            ERRNO.set(state, 0L, 12345); // no error has this number
            long number = (long) STRTOL.invokeExact(state, arena.allocateFrom("17"), NULL, 10);
            assertEquals(17, number);
            assertEquals(JDK >= 27, (int) ERRNO.get(state, 0L) == 12345);
        }
    }

    // ---- Strings with a known length

    /** Reads bytes that have a length and no terminator, in every release. */
    static String text(MemorySegment segment, long offset, long length) {
        return new String(segment.asSlice(offset, length).toArray(JAVA_BYTE), UTF_8);
    }

    /** Reads and writes them with the methods of JDK 27. */
    private static String withJdk27() {
        return """
                import static java.nio.charset.StandardCharsets.UTF_8;

                import java.lang.foreign.Arena;
                import java.lang.foreign.MemorySegment;

                public class KnownLength {
                    public static void main(String[] arguments) {
                        try (Arena arena = Arena.ofConfined()) {
                            String text = "unit=m\\u00b2;";
                            // Two characters from index 5, without a terminator: three bytes.
                            MemorySegment unit = arena.allocateFrom(text, UTF_8, 5, 2);
                            System.out.println(unit.byteSize());
                            System.out.println(unit.getString(0, UTF_8, 3).equals("m\\u00b2"));
                            // The same into a segment that exists already.
                            MemorySegment buffer = arena.allocate(100);
                            long end = MemorySegment.copy(text, UTF_8, 5, buffer, 0, 2);
                            System.out.println(buffer.getString(0, UTF_8, end).length());
                        }
                    }
                }
                """;
    }

    @Test
    void aKnownLength() {
        MemorySegment bytes = MemorySegment.ofArray("unit=m²;".getBytes(UTF_8));
        assertEquals("m²", text(bytes, 5, 3));
    }

    @Test
    @EnabledForJreRange(minVersion = 27, disabledReason = "these methods are new in 27")
    void aKnownLengthWithJdk27() throws Exception {
        Files.writeString(directory.resolve("KnownLength.java"), withJdk27());
        CommandLine.output(directory, "javac --release 27 KnownLength.java");
        assertEquals("3\ntrue\n2\n", CommandLine.output(directory, "java -cp . KnownLength"));
    }

    // ---- Arrays in critical calls

    /** memset returns its first argument: the address of the array in C. */
    private static final MethodHandle MEMSET = LINKER.downcallHandle(
            LINKER.defaultLookup().find("memset").orElseThrow(),
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG),
            Linker.Option.critical(true));

    /** {@return the address of the array's first element in C, modulo 8} */
    static long addressModulo8(MemorySegment array) throws Throwable {
        return ((MemorySegment) MEMSET.invokeExact(array, 0, 0L)).address() % 8;
    }

    /** Prints the addresses of arrays of bytes and of longs, modulo 8. */
    static final class Addresses {
        public static void main(String[] arguments) throws Throwable {
            System.out.println(addressModulo8(MemorySegment.ofArray(new byte[64]))
                    + " "
                    + addressModulo8(MemorySegment.ofArray(new long[8])));
        }
    }

    /**
     * C may rely on the alignment of the element's type only. Up to JDK 26, by default, the
     * elements of every array begin at a multiple of 8. JDK 27 has smaller object headers, and the
     * elements of a byte[], short[], char[], int[] or float[] begin 4 bytes after such a multiple.
     */
    @Test
    @EnabledForJreRange(minVersion = 25, disabledReason = "the option is experimental in 24")
    void anArrayInCIsAlignedAsItsElements() throws Exception {
        String access = "--enable-native-access=ALL-UNNAMED";
        String compact = "-XX:+UseCompactObjectHeaders";
        assertEquals(
                "4 0\n", ChildJvm.run(List.of(access, compact), Addresses.class).text());
        String byDefault = ChildJvm.run(Addresses.class).text();
        assertEquals(JDK < 27 ? "0 0\n" : "4 0\n", byDefault);
    }

    // ---- Corrections

    /** Up to JDK 26, the message ends with "new offset = 0; new length = 8". */
    @Test
    void anotherMessage() {
        MemorySegment four = MemorySegment.ofArray(new long[1]).asSlice(0, 4);
        String message = SafetyTest.inAscii(
                assertThrows(IndexOutOfBoundsException.class, () -> four.get(JAVA_LONG, 0))
                        .getMessage());
        assertTrue(message.startsWith("Out of bound access on segment"), message);
        String end = JDK < 26
                ? "new offset = 0; new length = 8"
                : "attempting to access an element of length 8 at offset 0 which is outside"
                        + " the valid range 0 <= offset+length < byteSize (=4)";
        assertTrue(message.endsWith(end), message);
    }

    /** {@return the part of the segment that the other one overlaps} The two must overlap. */
    static MemorySegment overlap(MemorySegment segment, MemorySegment other) {
        long from = other.address() - segment.address();
        long to = Math.min(segment.byteSize(), from + other.byteSize());
        return segment.asSlice(Math.max(0, from), to - Math.max(0, from));
    }

    /** Up to JDK 27, the slice is too long if the other segment begins later and ends earlier. */
    @Test
    void theSizeOfAnOverlap() {
        MemorySegment all = MemorySegment.ofArray(new byte[100]);
        MemorySegment part = all.asSlice(10, 5);
        long size = all.asOverlappingSlice(part).orElseThrow().byteSize();
        assertEquals(JDK < 28 ? 15 : 5, size);
        assertEquals(5, overlap(all, part).byteSize());
    }

    /** Up to JDK 27, copying 0 bytes of a closed segment has no effect. */
    @Test
    void copyNothingFromAClosedSegment() {
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(JAVA_LONG);
        }
        if (JDK < 28) {
            MemorySegment.copy(closed, 0, closed, 0, 0);
        } else {
            assertThrows(
                    IllegalStateException.class, () -> MemorySegment.copy(closed, 0, closed, 0, 0));
        }
    }

    // ---- What the JVM prints

    /** Changes a final field by reflection, makes a restricted call, and uses Unsafe. */
    static final class Warned {
        private final int number = new int[] {1}[0];

        public static void main(String[] arguments) throws ReflectiveOperationException {
            Field field = Warned.class.getDeclaredField("number");
            field.setAccessible(true);
            field.setInt(new Warned(), 2);
            MemorySegment.NULL.reinterpret(1);
            Field unsafe = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
            unsafe.setAccessible(true);
            Method allocate = unsafe.getType().getMethod("allocateMemory", long.class);
            allocate.invoke(unsafe.get(null), 8L);
        }
    }

    /**
     * JDK 26 prints a warning when reflection changes a final field. The option for native access
     * does not suppress it. Restricted methods and Unsafe cause warnings and not exceptions, as in
     * JDK 24 and 25.
     */
    @Test
    @EnabledForJreRange(minVersion = 24)
    void whatTheJvmWarnsAbout() throws Exception {
        Output java = ChildJvm.run(List.of(), Warned.class);
        assertEquals(0, java.exit(), java.text());
        assertTrue(java.text().contains("WARNING: A restricted method in "), java.text());
        assertTrue(java.text().contains("deprecated method in sun.misc.Unsafe"), java.text());
        assertEquals(JDK >= 26, java.text().contains("WARNING: Final field number in class "));
        String granted = ChildJvm.run(Warned.class).text();
        assertFalse(granted.contains("restricted method"), granted);
        assertEquals(JDK >= 26, granted.contains("--enable-final-field-mutation=ALL-UNNAMED"));
    }

    /** Locks a segment. */
    static final class Locked {
        public static void main(String[] arguments) {
            Object segment = MemorySegment.ofArray(new byte[8]);
            synchronized (segment) {
                System.out.println("locked");
            }
        }
    }

    /**
     * Wrong in every release: locking a segment or a layout, because they are value-based. With
     * these options, the JVM reports such locks since JDK 27.
     */
    @Test
    void wrongASegmentAsALock() throws Exception {
        List<String> options = List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:DiagnoseSyncOnValueBasedClasses=2",
                "-Xlog:valuebasedclasses");
        String text = ChildJvm.run(options, Locked.class).text();
        assertTrue(text.contains("locked\n"), text);
        assertEquals(JDK >= 27, text.contains("Synchronizing on object"), text);
    }

    /** Wrong in every release: ==. Several segments have the address 0. */
    @Test
    void compareWithEquals() {
        assertNotSame(NULL, MemorySegment.ofAddress(0));
        assertEquals(NULL, MemorySegment.ofAddress(0));
    }
}
