package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresLibrary
class DecimalWordsTest {

    @BeforeAll
    static void load() {
        TestBuild.assertLibraryIsLoaded();
    }

    private static String written(MemorySegment words, int wordDigits) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DecimalWords.write(words, wordDigits, (digits, length) -> out.write(digits, 0, length));
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void leadingZerosAreDropped() throws IOException {
        MemorySegment words = MemorySegment.ofArray(new long[] {1, 20, 0, 0});
        assertEquals("200000000000000000001", DecimalWords.toString(false, words, 19));
        assertEquals("-20000000000000000001", DecimalWords.toString(true, words, 18));
        assertEquals("200000000000000000001", written(words, 19));
        MemorySegment zero = MemorySegment.ofArray(new long[2]);
        assertEquals("0", DecimalWords.toString(false, zero, 19));
        assertEquals("0", written(zero, 18));
        // The largest word is above Long.MAX_VALUE.
        MemorySegment nines =
                MemorySegment.ofArray(new long[] {Long.parseUnsignedLong("9".repeat(19))});
        assertEquals("9".repeat(19), DecimalWords.toString(false, nines, 19));
    }

    /** More words than one call converts. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 2})
    void manyWords(int more) throws IOException {
        long[] words = new long[2 * Thresholds.CRITICAL_DECIMAL_WORDS + more];
        StringBuilder digits = new StringBuilder();
        for (int i = words.length - 1; i >= 0; i--) {
            words[i] = i + 1;
            digits.append(
                    i == words.length - 1
                            ? Long.toString(words[i])
                            : String.format(Locale.ROOT, "%019d", words[i]));
        }
        MemorySegment segment = MemorySegment.ofArray(words);
        assertEquals("-" + digits, DecimalWords.toString(true, segment, 19));
        assertEquals(digits.toString(), written(segment, 19));
    }

    /** The words are in a sparse file. Only the top one is read before the length is checked. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs sparse files")
    void moreDigitsThanAStringHolds(@TempDir Path directory) throws IOException {
        long count = Integer.MAX_VALUE / 19 + 1;
        try (Arena arena = Arena.ofConfined();
                FileChannel file = FileChannel.open(
                        directory.resolve("words"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            MemorySegment words =
                    file.map(FileChannel.MapMode.READ_WRITE, 0, count * Long.BYTES, arena);
            words.setAtIndex(ValueLayout.JAVA_LONG, count - 1, 1_000_000_000L);
            long length = 19 * (count - 1) + 10;
            assertEquals(
                    "The digits do not fit in a String. They need " + length + " characters, but a"
                            + " String holds at most 2147483639. Keep the number as a BigInteger.",
                    assertThrows(
                                    OutOfMemoryError.class,
                                    () -> DecimalWords.toString(false, words, 19))
                            .getMessage());
        }
    }
}
