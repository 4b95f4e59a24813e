package org.downcall.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Strings arrive unchanged, except where JNI's modified UTF-8 differs from UTF-8.
 */
class DataStringTest {

    private static final String BEYOND_FFFF = "\uD83D\uDE00";
    private static final byte[] NUL_IN_MODIFIED_UTF_8 = {'a', (byte) 0xC0, (byte) 0x80, 'b', 0};

    @BeforeEach
    void aLibrary() {
        assumeTrue(BenchLibrary.present());
    }

    @ParameterizedTest
    @ValueSource(strings = {"128 ASCII", "128 non-ASCII"})
    void everyWayReturnsTheText(String text) throws Throwable {
        StringOut shape = new StringOut();
        shape.text = text;
        shape.allocate();
        String expected = SampleText.of(text);
        assertEquals(128, expected.length());
        assertAll(
                () -> assertEquals(expected, shape.ffmCritical()),
                () -> assertEquals(expected, shape.ffm()),
                () -> assertEquals(expected, shape.ffmKnownLength()),
                () -> assertEquals(expected, shape.jextract()),
                () -> assertEquals(expected, shape.jniNewStringUtf()),
                () -> assertEquals(expected, shape.jniBytes()),
                () -> assertEquals(expected, shape.jnr()),
                () -> assertEquals(expected, shape.jnaDirect()),
                () -> assertEquals(expected, shape.jna()));
        shape.free();
    }

    @Test
    void newStringUtfAloneFailsBeyondFFFF() throws Throwable {
        StringOut shape = new StringOut();
        shape.allocate(BEYOND_FFFF);
        assertAll(
                () -> assertEquals(BEYOND_FFFF, shape.ffmCritical()),
                () -> assertEquals(BEYOND_FFFF, shape.ffm()),
                () -> assertEquals(BEYOND_FFFF, shape.ffmKnownLength()),
                () -> assertEquals(BEYOND_FFFF, shape.jextract()),
                () -> assertEquals(BEYOND_FFFF, shape.jniBytes()),
                () -> assertEquals(BEYOND_FFFF, shape.jnr()),
                () -> assertEquals(BEYOND_FFFF, shape.jnaDirect()),
                () -> assertEquals(BEYOND_FFFF, shape.jna()),
                () -> assertNotEquals(BEYOND_FFFF, shape.jniNewStringUtf()));
        shape.free();
    }

    @Test
    void newStringUtfAloneReadsNulFromTwoBytes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, NUL_IN_MODIFIED_UTF_8);
            assertEquals("a\0b", JniData.newStringUtf(text.address()));
            assertEquals("a\uFFFD\uFFFDb", text.getString(0));
        }
    }

    @Test
    void getStringUtfCharsWritesSixBytesBeyondFFFFAndTwoForNul() {
        assertEquals(6, JniData.lengthUtfChars(BEYOND_FFFF));
        assertEquals(6, JniData.lengthUtfRegion(BEYOND_FFFF));
        assertEquals(4, JniData.lengthBytes(BEYOND_FFFF.getBytes(StandardCharsets.UTF_8)));
        assertEquals(4, JniData.lengthUtfChars("a\0b"));
        assertEquals(4, JniData.lengthUtfRegion("a\0b"));
        assertEquals(1, JniData.lengthBytes("a\0b".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5_461, 5_462, 16_383, 16_384, 100_000})
    void jniAcceptsATextOfAnyLength(int length) {
        assertEquals(length, JniData.lengthUtfRegion("a".repeat(length)));
        assertEquals(
                length, JniData.lengthBytes("a".repeat(length).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8 ASCII",
                "128 ASCII",
                "4096 ASCII",
                "8 non-ASCII",
                "128 non-ASCII",
                "4096 non-ASCII"
            })
    void everyWayInGivesTheBytesOfUtf8(String text) throws Throwable {
        StringIn shape = new StringIn();
        shape.text = text;
        shape.allocate();
        assertEquals(SampleText.of(text).getBytes(StandardCharsets.UTF_8).length, shape.ffmArena());
        shape.free();
    }
}
