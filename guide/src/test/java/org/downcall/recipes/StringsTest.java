package org.downcall.recipes;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
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
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Strings in and out.
 *
 * <p>A C string is a sequence of bytes that ends with a terminator. Each string passed between Java
 * and C is encoded or decoded into a copy. The questions are always the same: which encoding, where
 * does it end, and who owns the bytes?
 */
@UsesRecipesLibrary
class StringsTest {

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** The arena owns the bytes that C receives: UTF-8 with a terminator. */
    @Test
    void inAndOut() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("Größe");
            // ö and ß have two bytes each.
            assertEquals(7, strlen(text));
        }
        assertEquals("Grüß Gott", strings_greeting().getString(0));
    }

    /** All sizes and offsets are in bytes. */
    @Test
    void bytesNotCharacters() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("Größe");
            // The terminator is the eighth byte.
            assertEquals(8, text.byteSize());
            assertEquals("ße", text.getString(4));
        }
    }

    /** Aligned as C requires for the unit, which {@code allocateFrom(text, charset)} is not. */
    static MemorySegment wideString(Arena arena, String text, Charset charset, MemoryLayout unit) {
        byte[] bytes = (text + "\0").getBytes(charset);
        return arena.allocate(bytes.length, unit.byteAlignment())
                .copyFrom(MemorySegment.ofArray(bytes));
    }

    /** The type char * does not specify the encoding. The documentation of the function does. */
    @Test
    void otherEncodings() {
        Charset utf16 = LITTLE_ENDIAN ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        Charset utf32 = LITTLE_ENDIAN ? StandardCharsets.UTF_32LE : StandardCharsets.UTF_32BE;
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(5, strlen(arena.allocateFrom("Größe", ISO_8859_1)));
            String smile = "Größe \ud83d\ude00";
            // char16_t *: the same units as in a Java String.
            MemorySegment wide = wideString(arena, smile, utf16, JAVA_CHAR);
            assertEquals(8, strings_utf16_length(wide));
            assertEquals(smile, wide.getString(0, utf16));
            // wchar_t *: code points, of 4 bytes each. On Windows wchar_t has 2 bytes.
            MemoryLayout wchar = Linker.nativeLinker().canonicalLayouts().get("wchar_t");
            assertEquals(4, wchar.byteSize());
            assertEquals(7, wcslen(wideString(arena, smile, utf32, wchar)));
            // For any charset that is not in StandardCharsets, encode the bytes yourself.
            Charset latin9 = Charset.forName("ISO-8859-15");
            assertThrows(RuntimeException.class, () -> arena.allocateFrom("5 €", latin9));
            byte[] bytes = "5 €\0".getBytes(latin9);
            assertEquals(3, strlen(arena.allocateFrom(JAVA_BYTE, bytes)));
        }
    }

    @Test
    void wrongEncodings() {
        try (Arena arena = Arena.ofConfined()) {
            // UTF_16 writes a byte order mark and big-endian units.
            byte[] marked = arena.allocateFrom("a", UTF_16).toArray(JAVA_BYTE);
            assertArrayEquals(new byte[] {(byte) 0xfe, (byte) 0xff, 0, 'a', 0, 0}, marked);
            // Latin-1 read as UTF-8: there is no exception.
            MemorySegment latin1 = arena.allocate(8);
            latin1.setString(0, "Größe", ISO_8859_1);
            assertEquals("Gr\ufffd\ufffde", latin1.getString(0));
        }
    }

    /** Rejects text that C would receive truncated or with question marks. */
    static MemorySegment exactly(Arena arena, String text) {
        if (text.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "text contains U+0000 or an unpaired surrogate: " + text);
        }
        return arena.allocateFrom(text);
    }

    /** Wrong: passing unchecked input. allocateFrom accepts every string and may change it. */
    @Test
    void wrongUncheckedInput() {
        try (Arena arena = Arena.ofConfined()) {
            // C sees "secret".
            assertEquals(6, strlen(arena.allocateFrom("secret\0.txt")));
            // An unpaired surrogate cannot be encoded.
            assertEquals("a?b", arena.allocateFrom("a\ud83db").getString(0));
            Charset utf16 = StandardCharsets.UTF_16LE;
            assertEquals("a\ufffdb", arena.allocateFrom("a\ud83db", utf16).getString(0, utf16));
            // Latin-1 does not have the euro sign.
            MemorySegment euro = arena.allocateFrom("5 €", ISO_8859_1);
            assertEquals("5 ?", euro.getString(0, ISO_8859_1));
            // Right: check first.
            assertThrows(IllegalArgumentException.class, () -> exactly(arena, "secret\0.txt"));
            assertThrows(IllegalArgumentException.class, () -> exactly(arena, "a\ud83db"));
            assertEquals(7, strlen(exactly(arena, "Größe")));
        }
    }

    /** The library owns this buffer and reuses it: copy the text at once, and do not free it. */
    @Test
    void aBufferOfTheLibrary() {
        MemorySegment one = strings_count(1);
        String copy = one.getString(0);
        strings_count(2);
        assertEquals("one", copy);
        assertEquals("two", one.getString(0));
    }

    /** C allocated this string for its caller: copy it, then free it as documented. */
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
    void aDuplicate() {
        assertEquals("Größe", duplicate("Größe"));
    }

    /** The result points into the argument: use its offset in the segment, which has bounds. */
    @Test
    void aPointerIntoTheArgument() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment setting = arena.allocateFrom("size=4");
            MemorySegment found = strchr(setting, '=');
            assertEquals("4", setting.getString(found.address() - setting.address() + 1));
            assertEquals(NULL, strchr(setting, '#'));
        }
    }

    /** A {@code char **}, such as argv. The arena owns the array and the strings. */
    static MemorySegment words(Arena arena, List<String> words) {
        // The memory is zeroed, so the last element is NULL.
        MemorySegment array = arena.allocate(ADDRESS, words.size() + 1L);
        for (int i = 0; i < words.size(); i++) {
            array.setAtIndex(ADDRESS, i, exactly(arena, words.get(i)));
        }
        return array;
    }

    /** A {@code char **} from C: reads the elements up to NULL. */
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

    /** C fills a buffer. Ask for the length first, and allocate one byte more. */
    @Test
    void aBufferForC() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = words(arena, List.of("so", "süß"));
            long length = strings_join(words, NULL, 0);
            MemorySegment buffer = arena.allocate(length + 1);
            assertEquals(length, strings_join(words, buffer, buffer.byteSize()));
            assertEquals("so süß", buffer.getString(0));
        }
    }

    /** If C truncated the text within a character, decode only the complete characters. */
    @Test
    void aTruncatedText() {
        try (Arena arena = Arena.ofConfined()) {
            // There is room for "so s" and half of the ü.
            MemorySegment small = arena.allocate(6);
            assertEquals(8, strings_join(words(arena, List.of("so", "süß")), small, 6));
            assertEquals("so s\ufffd", small.getString(0));
            CharBuffer complete = CharBuffer.allocate(6);
            ByteBuffer bytes = small.asSlice(0, strlen(small)).asByteBuffer();
            // With endOfInput false, the decoder does not consume the incomplete character.
            UTF_8.newDecoder().decode(bytes, complete, false);
            assertEquals("so s", complete.flip().toString());
            assertEquals(1, bytes.remaining());
        }
    }

    /** Wrong: no room for the terminator. setString writes the text and then throws. */
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

    /** A {@code char[n]} has a terminator only if the text is shorter than n. */
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
            // getString requires a terminator inside the segment.
            assertThrows(IndexOutOfBoundsException.class, () -> code.getString(0));
            // Without bounds it reads on into the next field.
            assertEquals("DOWNCALLnext", code.reinterpret(Long.MAX_VALUE).getString(0));
            strncpy(code, arena.allocateFrom("FFM"), code.byteSize());
            assertEquals("FFM", field(code));
        }
    }

    /**
     * Wrong on some releases: getString of an unbounded pointer. JDK 24 to 28 read eight bytes at a
     * time, so they may read beyond the terminator, where there may be no memory. A segment that
     * ends with the terminator is safe.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void wrongUnboundedPointer() throws Exception {
        Output output = ChildJvm.run(AtTheEndOfAPage.class);
        assertTrue(output.text().contains("bounded: abc"), output.text());
        assumeTrue(output.exit() != 0, "this release does not read beyond the terminator");
        assertTrue(output.text().contains("SIGSEGV"), output.text());
        assertFalse(output.text().contains("without bounds: abc"), output.text());
    }

    static final class AtTheEndOfAPage {

        public static void main(String[] arguments) {
            System.load(arguments[0]);
            MemorySegment text = strings_at_the_end_of_a_page(Arena.global().allocateFrom("abc"));
            MemorySegment bounded = text.reinterpret(strlen(text) + 1);
            System.out.println("bounded: " + bounded.getString(0));
            System.out.println("without bounds: " + text.getString(0));
        }
    }
}
