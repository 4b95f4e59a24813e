package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bindings belong to the platform on which jextract generated them. */
class PlatformBindingsTest {

    private static final Map<String, MemoryLayout> LAYOUTS =
            Linker.nativeLinker().canonicalLayouts();

    private static final boolean LONG_HAS_64_BITS = LAYOUTS.get("long").byteSize() == Long.BYTES;

    /** The constants of a header class, as newer builds of jextract generate them. */
    static final class GeneratedOnWindows {
        static final ValueLayout.OfInt C_LONG = (ValueLayout.OfInt) LAYOUTS.get("long");
    }

    /** The same, generated on Linux or macOS. */
    static final class GeneratedOnLinux {
        static final ValueLayout.OfLong C_LONG = (ValueLayout.OfLong) LAYOUTS.get("long");
    }

    /** Wrong: the class fails at its first use, even if no function has a long. */
    @Test
    void wrongBindingsOfAnotherPlatform() {
        Error error = assertThrows(
                ExceptionInInitializerError.class,
                () -> System.out.println(
                        LONG_HAS_64_BITS ? GeneratedOnWindows.C_LONG : GeneratedOnLinux.C_LONG));
        assertEquals(ClassCastException.class, error.getCause().getClass());
        assertTrue(error.getCause()
                .getMessage()
                .contains("cannot be cast to class java.lang.foreign.ValueLayout$Of"));
    }

    /** The cast alone, which fails every time. */
    static ValueLayout castTheLongOfAnotherPlatform() {
        MemoryLayout ofThisPlatform = LAYOUTS.get("long");
        return LONG_HAS_64_BITS
                ? (ValueLayout.OfInt) ofThisPlatform
                : (ValueLayout.OfLong) ofThisPlatform;
    }

    /** Of these three types, only long has a size that depends on the platform. */
    @Test
    void whichTypesDiffer() {
        assertEquals(4, LAYOUTS.get("int").byteSize());
        assertEquals(8, LAYOUTS.get("long long").byteSize());
        assertEquals(LONG_HAS_64_BITS ? 8 : 4, LAYOUTS.get("long").byteSize());
    }

    /** The header of this library avoids them, and jextract for JDK 22 generates no casts. */
    @Test
    void theBindingsOfThisLibraryFitEveryPlatform() throws IOException {
        String header = Files.readString(Path.of("../src/main/c/downcall.h"))
                .replaceAll("(?s)/\\*.*?\\*/", "");
        assertFalse(header.replace("long long", "").matches("(?s).*\\b(long|size_t|wchar_t)\\b.*"));
        try (Stream<Path> files = Files.walk(Path.of("../src/main/jextract"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains("canonicalLayouts"), file::toString);
            }
        }
    }
}
