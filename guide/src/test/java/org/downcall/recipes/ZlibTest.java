package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.downcall.recipes.bindings.zlib_binding_h.C_LONG;
import static org.downcall.recipes.bindings.zlib_binding_h.MAX_WBITS;
import static org.downcall.recipes.bindings.zlib_binding_h.ZLIB_VERSION;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_BUF_ERROR;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_DATA_ERROR;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_OK;
import static org.downcall.recipes.bindings.zlib_binding_h.Z_VERSION_ERROR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.downcall.recipes.bindings.z_stream_s;
import org.downcall.recipes.bindings.zlib_binding_h;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A third-party library without any C code: zlib, bound from its own header and used through
 * {@link Zlib}.
 *
 * <p>The bindings open "libz.so.1", the soname of the library, which every Linux with zlib has.
 * With {@code --library z}, they would open libz.so, which exists only where the development
 * package is installed.
 */
class ZlibTest {

    @BeforeAll
    static void requireTheLibrary() {
        // A class of bindings that failed to initialise cannot be used again, so check first.
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup("libz.so.1", arena);
        } catch (IllegalArgumentException e) {
            abort("libz.so.1 cannot be loaded: " + e.getMessage());
        }
    }

    @Test
    void callsZlib() throws DataFormatException {
        byte[] data = "to be or not to be".getBytes(US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(data);
        assertEquals(crc.getValue(), Zlib.crc32(data));
        assertArrayEquals(data, Zlib.inflate(Zlib.deflate(data), data.length));
    }

    private static final List<byte[]> SAMPLES = List.of(
            new byte[0],
            new byte[] {1},
            "to be or not to be, that is".getBytes(US_ASCII),
            new byte[100_000],
            noise(100_000));

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(1).nextBytes(noise);
        return noise;
    }

    @Test
    void theSameChecksumAsTheJdk() {
        for (byte[] data : SAMPLES) {
            CRC32 crc = new CRC32();
            crc.update(data);
            // The result is a uLong of which only 32 bits are used, so it is never negative.
            assertEquals(crc.getValue(), Zlib.crc32(data));
        }
    }

    /** uLong is unsigned long, so the bindings are valid only for platforms with the same long. */
    @Test
    void theTypesOfThisPlatform() {
        assertEquals(
                Linker.nativeLinker().canonicalLayouts().get("long").byteSize(), C_LONG.byteSize());
        assertEquals(
                ZLIB_VERSION().getString(0).charAt(0),
                zlib_binding_h.zlibVersion().getString(0).charAt(0));
    }

    @Test
    void javaReadsWhatCWrites() throws DataFormatException {
        for (byte[] data : SAMPLES) {
            Inflater java = new Inflater();
            java.setInput(Zlib.deflate(data));
            byte[] result = new byte[data.length];
            assertEquals(data.length, java.inflate(result));
            assertArrayEquals(data, result);
            java.end();
        }
    }

    @Test
    void cReadsWhatJavaWrites() throws DataFormatException {
        for (byte[] data : SAMPLES) {
            Deflater java = new Deflater();
            java.setInput(data);
            java.finish();
            byte[] packed = new byte[data.length + 1000];
            packed = Arrays.copyOf(packed, java.deflate(packed));
            java.end();
            assertArrayEquals(data, Zlib.inflate(packed, data.length));
        }
    }

    @Test
    void inParts() throws DataFormatException {
        byte[] packed;
        try (Zlib.Stream stream = Zlib.Stream.deflating(9)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(stream.next(noise(40_000), false));
            all.writeBytes(stream.next(new byte[40_000], true));
            packed = all.toByteArray();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Zlib.Stream stream = Zlib.Stream.inflating(80_000);
        try (stream) {
            for (byte b : packed) {
                assertFalse(stream.ended());
                all.writeBytes(stream.next(new byte[] {b}, false));
            }
            assertTrue(stream.ended());
        }
        // Closing again has no effect.
        stream.close();
        assertThrows(IllegalStateException.class, () -> stream.next(packed, false));
        assertArrayEquals(noise(40_000), Arrays.copyOf(all.toByteArray(), 40_000));
        assertEquals(80_000, all.size());
    }

    private static void assertRejected(String message, byte[] data, int limit) {
        DataFormatException e =
                assertThrows(DataFormatException.class, () -> Zlib.inflate(data, limit));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void invalidInput() {
        byte[] packed = Zlib.deflate(noise(1000));
        assertRejected("is incomplete", new byte[0], 1000);
        for (int length = 0; length < packed.length; length++) {
            assertRejected("is incomplete", Arrays.copyOf(packed, length), 1000);
        }
        byte[] longer = Arrays.copyOf(packed, packed.length + 1);
        assertRejected("unread bytes after the end of the stream: 1", longer, 1000);
        assertRejected("code " + Z_DATA_ERROR() + ", incorrect header check", noise(1000), 1000);
        packed[packed.length - 1] ^= 1;
        assertRejected("code " + Z_DATA_ERROR() + ", incorrect data check", packed, 1000);
        assertThrows(IllegalArgumentException.class, () -> Zlib.inflate(packed, -1));
        assertThrows(IllegalArgumentException.class, () -> Zlib.Stream.deflating(10));
    }

    /** Ten kilobytes that decompress to ten megabytes. The limit prevents that. */
    @Test
    void aDecompressionBomb() throws DataFormatException {
        byte[] bomb = Zlib.deflate(new byte[10_000_000]);
        assertTrue(bomb.length < 20_000);
        assertRejected("longer than the limit", bomb, 1_000_000);
        assertEquals(10_000_000, Zlib.inflate(bomb, Integer.MAX_VALUE).length);
    }

    /** One call suffices if the size is known. zlib never writes beyond this size. */
    @Test
    void aKnownSize() {
        byte[] packed = Zlib.deflate(new byte[1000]);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(1000);
            MemorySegment length = arena.allocateFrom(C_LONG, 1000);
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, packed);
            assertEquals(Z_OK(), zlib_binding_h.uncompress(result, length, data, packed.length));
            length.set(C_LONG, 0, 999);
            assertEquals(
                    Z_BUF_ERROR(), zlib_binding_h.uncompress(result, length, data, packed.length));
        }
    }

    /**
     * Wrong: the name without a version, as in -lz. The file libz.so exists only where the
     * development package is installed, so the result depends on the machine.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void wrongNameWithoutAVersion() {
        String name = System.mapLibraryName("z");
        assertEquals("libz.so", name);
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
        } catch (IllegalArgumentException e) {
            assertEquals("Cannot open library: libz.so", e.getMessage());
        }
    }

    /** Wrong: another size of the struct than in the library. zlib checks it; most do not. */
    @Test
    void wrongSizeOfTheStruct() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stream = z_stream_s.allocate(arena);
            assertEquals(
                    Z_VERSION_ERROR(),
                    zlib_binding_h.inflateInit2_(stream, MAX_WBITS(), ZLIB_VERSION(), 1));
        }
    }
}
