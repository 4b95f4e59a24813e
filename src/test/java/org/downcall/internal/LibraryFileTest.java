package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.fornwall.jelf.ElfDynamicSection;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSegment;
import net.fornwall.jelf.ElfSymbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exports, the dependencies and the hardening of the shared library, read from its ELF file.
 */
@ParameterizedClass
@MethodSource("libraries")
@RequiresLibrary
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads an ELF file")
class LibraryFileTest {

    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int PT_GNU_RELRO = 0x6474e552;
    private static final int SHT_GNU_VERNEED = 0x6ffffffe;

    private final byte[] bytes;
    private final ElfFile elf;

    LibraryFileTest(Path file) throws IOException {
        bytes = Files.readAllBytes(file);
        elf = ElfFile.from(bytes);
    }

    /** One library, or with the profile "natives" one for each kind of Linux. */
    static List<Path> libraries() throws IOException {
        try (var files = Files.walk(TestBuild.libraries())) {
            return files.filter(file -> file.endsWith(System.mapLibraryName("downcall")))
                    .sorted()
                    .toList();
        }
    }

    private Stream<ElfSymbol> dynamicSymbols() {
        return Stream.of(elf.getDynamicSymbolTableSection().symbols)
                .filter(symbol -> symbol.getName() != null);
    }

    private List<ElfSegment> segments(int type) {
        return IntStream.range(0, elf.e_phnum)
                .mapToObj(elf::getProgramHeader)
                .filter(segment -> segment.p_type == type)
                .toList();
    }

    private List<ElfDynamicSection.ElfDynamicStructure> dynamic(int tag) {
        return elf.getDynamicSection().entries.stream()
                .filter(entry -> entry.d_tag == tag)
                .toList();
    }

    @Test
    void exportsExactlyTheFunctionsOfTheHeader() throws IOException {
        Set<String> declared = CHeader.names(TestBuild.HEADERS);
        Set<String> exported = new TreeSet<>(dynamicSymbols()
                .filter(symbol -> symbol.st_shndx != 0)
                .map(ElfSymbol::getName)
                .toList());
        assertEquals(declared, exported);
        assertTrue(declared.stream().allMatch(name -> name.startsWith("dc_")), declared::toString);
    }

    @Test
    void needsNoLibraryNoSymbolAndNoVersionOfGlibc() {
        assertEquals(List.of(), elf.getDynamicSection().getNeededLibraries());
        assertEquals(
                List.of(),
                dynamicSymbols()
                        .filter(symbol ->
                                symbol.st_shndx == 0 && !symbol.getName().isEmpty())
                        .map(ElfSymbol::getName)
                        .toList());
        assertEquals(
                List.of(),
                elf.sectionsOfType(SHT_GNU_VERNEED),
                "version requirements, such as GLIBC_2.14");
    }

    @Test
    void hasNoSearchPath() {
        assertNull(elf.getDynamicSection().getRunPath());
        assertEquals(List.of(), dynamic(ElfDynamicSection.DT_RPATH));
    }

    @Test
    void isHardened() {
        assertEquals(1, segments(PT_GNU_RELRO).size(), "relocations are read-only after loading");
        assertTrue(
                (elf.getDynamicSection().getFlags1() & ElfDynamicSection.DF_1_NOW) != 0,
                "all symbols are resolved when the library is loaded");
        assertEquals(1, segments(PT_GNU_STACK).size());
        assertFalse(
                segments(PT_GNU_STACK).getFirst().isExecutable(), "the stack is not executable");
        assertEquals(List.of(), dynamic(ElfDynamicSection.DT_TEXTREL), "the code is not relocated");
        for (ElfSegment segment : segments(ElfSegment.PT_LOAD)) {
            assertFalse(segment.isWriteable() && segment.isExecutable(), segment::toString);
        }
    }

    @Test
    void containsNoPathOfTheBuildMachine() {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String path : List.of(
                Path.of("").toAbsolutePath().toString(),
                System.getProperty("user.home"),
                System.getProperty("java.io.tmpdir"))) {
            if (path.length() > 3) { // shorter ones, such as "/", occur in any file
                assertFalse(
                        Pattern.compile(Pattern.quote(path) + "[/\\x00]")
                                .matcher(text)
                                .find(),
                        path);
            }
        }
    }
}
