package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.downcall.recipes.bindings.strings_h.C_POINTER;
import static org.downcall.recipes.bindings.strings_h.free;
import static org.downcall.recipes.bindings.strings_h.strchr;
import static org.downcall.recipes.bindings.strings_h.strdup;
import static org.downcall.recipes.bindings.strings_h.strings_at_the_end_of_a_page;
import static org.downcall.recipes.bindings.strings_h.strings_count;
import static org.downcall.recipes.bindings.strings_h.strings_greeting;
import static org.downcall.recipes.bindings.strings_h.strings_join;
import static org.downcall.recipes.bindings.strings_h.strings_units;
import static org.downcall.recipes.bindings.strings_h.strings_utf16_length;
import static org.downcall.recipes.bindings.strings_h.strlen;
import static org.downcall.recipes.bindings.strings_h.strncpy;
import static org.downcall.recipes.bindings.strings_h.strnlen;
import static org.downcall.recipes.bindings.strings_h.wcslen;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strings in and out.
 *
 * <p>A string of C is bytes up to a terminator. Every one that crosses is a copy, encoded or
 * decoded, and the questions are always the same: in which encoding, where does it end, and whose
 * bytes are they?
 */
@UsesRecipesLibrary
class StringsTest {

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** The arena owns the bytes. They are UTF-8, with a terminator behind them. */
    @Test
    void in() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("Größe");
            assertEquals(
                    8, text.byteSize()); // ö and ß take two bytes each, the terminator takes one
            assertEquals(7, strlen(text));
            assertEquals("ße", text.getString(4)); // an offset in bytes
        }
    }

    /** C does not say which encoding it wants; its documentation does. */
    @Test
    void otherEncodings() {
        Charset utf16 = LITTLE_ENDIAN ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        Charset utf32 = LITTLE_ENDIAN ? StandardCharsets.UTF_32LE : StandardCharsets.UTF_32BE;
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(5, strlen(arena.allocateFrom("Größe", ISO_8859_1)));
            MemorySegment wide = arena.allocateFrom("Größe \ud83d\ude00", utf16);
            assertEquals(8, strings_utf16_length(wide)); // char16_t *: the units of a Java String
            assertEquals("Größe \ud83d\ude00", wide.getString(0, utf16));
            assertEquals(
                    4,
                    Linker.nativeLinker()
                            .canonicalLayouts()
                            .get("wchar_t")
                            .byteSize()); // 2 on Windows
            assertEquals(
                    7,
                    wcslen(arena.allocateFrom(
                            "Größe \ud83d\ude00", utf32))); // wchar_t *: code points
            // Any other is bytes to you: only those of StandardCharsets are known here.
            Charset latin9 = Charset.forName("ISO-8859-15");
            assertThrows(RuntimeException.class, () -> arena.allocateFrom("5 €", latin9));
            byte[] bytes = "5 €\0".getBytes(latin9);
            assertEquals(3, strlen(arena.allocateFrom(JAVA_BYTE, bytes)));
        }
    }

    /**
     * Wrong: UTF_16, for which Java writes a mark and big endian units. Wrong: Latin-1 read as
     * UTF-8.
     */
    @Test
    void wrongEncodings() {
        try (Arena arena = Arena.ofConfined()) {
            byte[] marked = arena.allocateFrom("a", UTF_16).toArray(JAVA_BYTE);
            assertArrayEquals(new byte[] {(byte) 0xfe, (byte) 0xff, 0, 'a', 0, 0}, marked);
            MemorySegment latin1 = arena.allocate(8);
            latin1.setString(0, "Größe", ISO_8859_1);
            assertEquals("Gr\ufffd\ufffde", latin1.getString(0)); // no exception
        }
    }

    /**
     * Only text that C sees as it is: what would end early, or turn into question marks, is
     * refused.
     */
    static MemorySegment exactly(Arena arena, String text) {
        if (text.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("text has U+0000 or half a surrogate pair: " + text);
        }
        return arena.allocateFrom(text);
    }

    /**
     * Wrong: any string at all. allocateFrom takes every one, and what C sees of some is something
     * else.
     */
    @Test
    void wrongWhateverTheUserTyped() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(6, strlen(arena.allocateFrom("secret\0.txt"))); // C sees "secret"
            assertEquals("a?b", arena.allocateFrom("a\ud83db").getString(0)); // half a pair
            Charset utf16 = StandardCharsets.UTF_16LE;
            assertEquals("a\ufffdb", arena.allocateFrom("a\ud83db", utf16).getString(0, utf16));
            assertEquals(
                    "5 ?",
                    arena.allocateFrom("5 €", ISO_8859_1)
                            .getString(0, ISO_8859_1)); // not in Latin-1
            assertThrows(IllegalArgumentException.class, () -> exactly(arena, "secret\0.txt"));
            assertThrows(IllegalArgumentException.class, () -> exactly(arena, "a\ud83db"));
            assertEquals(7, strlen(exactly(arena, "Größe")));
        }
    }

    /** A constant of C's, or a buffer that C uses again: read it at once, do not free it. */
    @Test
    void outOfMemoryThatIsCs() {
        assertEquals("Grüß Gott", strings_greeting().getString(0));
        MemorySegment one = strings_count(1);
        String copy = one.getString(0);
        strings_count(2);
        assertEquals("one", copy);
        assertEquals("two", one.getString(0));
    }

    /**
     * A string that C made for its caller: copy it, then free it as the documentation of the
     * function says.
     */
    static String duplicate(String text) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = strdup(arena.allocateFrom(text));
            if (result.equals(NULL)) {
                throw new OutOfMemoryError("strdup");
            }
            try {
                return result.getString(0);
            } finally {
                free(result);
            }
        }
    }

    @Test
    void outOfMemoryThatIsOursNow() {
        assertEquals("Größe", duplicate("Größe"));
    }

    /**
     * A pointer into the argument: count from there, in the segment that we have and that has an
     * end.
     */
    @Test
    void outOfOurArgument() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment setting = arena.allocateFrom("size=4");
            MemorySegment found = strchr(setting, '=');
            assertEquals("4", setting.getString(found.address() - setting.address() + 1));
            assertEquals(NULL, strchr(setting, '#'));
        }
    }

    /**
     * {@code char **}, as for argv: the arena owns the array and the strings; NULL follows the last
     * one.
     */
    static MemorySegment words(Arena arena, List<String> words) {
        MemorySegment array = arena.allocate(ADDRESS, words.size() + 1L); // zeroed: NULL is there
        for (int i = 0; i < words.size(); i++) {
            array.setAtIndex(ADDRESS, i, exactly(arena, words.get(i)));
        }
        return array;
    }

    /** {@code char **} from C: element by element, until NULL. */
    static List<String> list(MemorySegment array) {
        List<String> list = new ArrayList<>();
        for (long i = 0; ; i++) {
            MemorySegment word = array.getAtIndex(C_POINTER, i);
            if (word.equals(NULL)) {
                return list;
            }
            list.add(word.getString(0));
        }
    }

    @Test
    void arraysOfStrings() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = words(arena, List.of("so", "süß"));
            assertEquals(8, strings_join(words, NULL, 0));
            assertEquals(List.of("so", "süß"), list(words));
        }
        assertEquals(List.of("B", "KiB", "MiB"), list(strings_units()));
    }

    /**
     * A buffer for C to fill. Ask for the length, or cut what does not fit where a character ends.
     */
    @Test
    void aBuffer() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = words(arena, List.of("so", "süß"));
            long length = strings_join(words, NULL, 0);
            MemorySegment buffer = arena.allocate(length + 1);
            assertEquals(length, strings_join(words, buffer, buffer.byteSize()));
            assertEquals("so süß", buffer.getString(0));

            MemorySegment small = arena.allocate(6); // "so s" and half of the ü
            assertEquals(8, strings_join(words, small, small.byteSize()));
            assertEquals("so s\ufffd", small.getString(0));
            CharBuffer whole = CharBuffer.allocate(6);
            ByteBuffer bytes = small.asSlice(0, strlen(small)).asByteBuffer();
            UTF_8.newDecoder()
                    .decode(
                            bytes, whole,
                            false); // false: more may follow, so half a character is left
            assertEquals("so s", whole.flip().toString());
            assertEquals(1, bytes.remaining());
        }
    }

    /**
     * Wrong: a text that fits where its terminator does not. It is written all the same, before the
     * exception.
     */
    @Test
    void wrongSize() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(4);
            buffer.setString(0, "abc");
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.setString(0, "ABCDE"));
            assertEquals("abc", buffer.getString(0));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.setString(0, "ABCD"));
            assertArrayEquals(new byte[] {'A', 'B', 'C', 'D'}, buffer.toArray(JAVA_BYTE));
        }
    }

    /** {@code char[n]}, which a terminator ends only if the text is shorter. */
    static String field(MemorySegment field) {
        long length = strnlen(field, field.byteSize());
        return new String(field.asSlice(0, length).toArray(JAVA_BYTE), UTF_8);
    }

    @Test
    void aFieldWithoutATerminator() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fields = arena.allocateFrom("........next");
            MemorySegment code = fields.asSlice(0, 8);
            strncpy(code, arena.allocateFrom("DOWNCALL"), code.byteSize());
            assertEquals("DOWNCALL", field(code));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> code.getString(0)); // no terminator in these bytes
            assertEquals(
                    "DOWNCALLnext",
                    code.reinterpret(Long.MAX_VALUE).getString(0)); // so no end is no help
            strncpy(code, arena.allocateFrom("FFM"), code.byteSize());
            assertEquals("FFM", field(code));
        }
    }

    /**
     * Wrong, on some releases: getString of a pointer without end. JDK 25 reads eight bytes at a
     * time, and may read behind the terminator, where there may be no memory. A segment that ends
     * with the string is safe.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void wrongWithoutAnEnd(@TempDir Path directory) throws Exception {
        TestBuild.Output output = ChildJvm.run(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + directory.resolve("hs_err.log")),
                AtTheEndOfAPage.class,
                UsesRecipesLibrary.Load.file());
        assertTrue(output.text().contains("with an end: abc"), output.text());
        assumeTrue(output.exit() != 0, "this release does not read behind the terminator");
        assertTrue(output.text().contains("SIGSEGV"), output.text());
        assertFalse(output.text().contains("without: abc"), output.text());
    }

    static final class AtTheEndOfAPage {

        public static void main(String[] arguments) {
            System.load(arguments[0]);
            MemorySegment text = strings_at_the_end_of_a_page(Arena.global().allocateFrom("abc"));
            System.out.println(
                    "with an end: " + text.reinterpret(strlen(text) + 1).getString(0));
            System.out.println("without: " + text.getString(0));
        }
    }
}
