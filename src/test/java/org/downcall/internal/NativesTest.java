package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * The libraries of all platforms, as llvm-readobj describes them. Those of Linux are also tested by
 * {@link LibraryFileTest}.
 */
@AllNatives
class NativesTest {

    private static final Set<String> NOT_RUN =
            new TreeSet<>(Set.of("windows-aarch64", "macos-x86_64", "macos-aarch64"));

    private static Path dll(String architecture) {
        return TestBuild.libraries().resolve("windows-" + architecture).resolve("downcall.dll");
    }

    private static Path dylib(String architecture) {
        return TestBuild.libraries().resolve("macos-" + architecture).resolve("libdowncall.dylib");
    }

    private static String readobj(Path library, String... options)
            throws IOException, InterruptedException {
        return llvm("llvm-readobj-19", library, options);
    }

    private static String llvm(String tool, Path library, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(options));
        command.add(library.toString());
        try {
            TestBuild.Output output = TestBuild.run(command);
            assertEquals(0, output.exit(), output.text());
            return output.text();
        } catch (IOException e) {
            throw new TestAbortedException(tool + " is not installed (Debian: llvm-19)");
        }
    }

    /** {@return the first group of each match} */
    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String only(String pattern, String text) {
        List<String> found = all(pattern, text);
        assertEquals(1, found.size(), () -> pattern + " in " + text);
        return found.getFirst();
    }

    // ---- The jar

    @Test
    void thereIsALibraryWithItsDigestForEachPlatform() throws Exception {
        Set<String> files;
        try (var all = Files.walk(TestBuild.libraries())) {
            files = all.filter(Files::isRegularFile)
                    .map(file -> TestBuild.libraries().relativize(file).toString())
                    .filter(file -> !file.endsWith(".sha256"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(
                new TreeSet<>(Set.of(
                        "linux-aarch64/libdowncall.so",
                        "linux-riscv64/libdowncall.so",
                        "linux-x86_64/libdowncall.so",
                        "macos-aarch64/built-not-run",
                        "macos-aarch64/libdowncall.dylib",
                        "macos-x86_64/built-not-run",
                        "macos-x86_64/libdowncall.dylib",
                        "windows-aarch64/built-not-run",
                        "windows-aarch64/downcall.dll",
                        "windows-x86_64/downcall.dll")),
                files);
        for (String file : files) {
            if (!file.endsWith("built-not-run")) {
                Path library = TestBuild.libraries().resolve(file);
                byte[] digest =
                        MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library));
                assertEquals(
                        HexFormat.of().formatHex(digest) + "  " + library.getFileName(),
                        Files.readString(Path.of(library + ".sha256")).strip());
            }
        }
    }

    /** The page is what users read, and the marks are what the loader reads. */
    @Test
    void thePageOnPlatformsNamesThoseOnWhichNothingRan() throws IOException {
        String page = Files.readString(Path.of("docs", "platforms.md"));
        assertEquals(
                NOT_RUN, new TreeSet<>(all("(?m)^\\| `([a-z]+-\\w+)` \\| built, not run", page)));
    }

    // ---- Windows

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void aDllExportsExactlyTheFunctionsOfTheHeader(String architecture) throws Exception {
        String exports = readobj(dll(architecture), "--coff-exports");
        assertEquals(
                CHeader.names(TestBuild.HEADERS),
                new TreeSet<>(all("(?m)^ *Name: (\\w+)$", exports)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void aDllImportsNothing(String architecture) throws Exception {
        assertFalse(readobj(dll(architecture), "--coff-imports").contains("Import {"));
        String headers = readobj(dll(architecture), "--file-headers");
        assertEquals("0x0", only("(?m)^ *ImportTableSize: (\\w+)$", headers));
        assertEquals("0x0", only("(?m)^ *DelayImportDescriptorSize: (\\w+)$", headers));
    }

    /** The system calls it, so that the features of the CPU are detected. */
    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void aDllHasAnEntryPoint(String architecture) throws Exception {
        String headers = readobj(dll(architecture), "--file-headers");
        assertFalse(only("(?m)^ *AddressOfEntryPoint: 0x(\\w+)$", headers).matches("0+"));
    }

    /** Windows unwinds the stack with the help of these tables, for example after a fault. */
    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void aDllHasUnwindTables(String architecture) throws Exception {
        Path dll = dll(architecture);
        assertTrue(readobj(dll, "--sections").contains("Name: .pdata"));
        long base = Long.decode(only("(?m)^ *ImageBase: (\\w+)$", readobj(dll, "--file-headers")));
        Set<Long> described = all(
                        architecture.equals("aarch64")
                                ? "(?m)^ *Function: .*?\\(?(0x\\w+)\\)?$"
                                : "(?m)^ *StartAddress: .*?\\(?(0x\\w+)\\)?$",
                        readobj(dll, "--unwind"))
                .stream()
                .map(Long::decode)
                .collect(Collectors.toSet());
        String exports = readobj(dll, "--coff-exports");
        for (String function : List.of("dc_mul", "dc_task_run", "dc_fib_exact")) {
            long address =
                    base + Long.decode(only("Name: " + function + "\\s+RVA: (0x\\w+)", exports));
            assertTrue(described.contains(address), () -> function + " in " + described);
        }
    }

    @ParameterizedTest
    @CsvSource({"x86_64, IMAGE_FILE_MACHINE_AMD64", "aarch64, IMAGE_FILE_MACHINE_ARM64"})
    void aDllIsHardenedAndHasNoTimestamp(String architecture, String machine) throws Exception {
        String headers = readobj(dll(architecture), "--file-headers");
        for (String expected : List.of(
                machine,
                "IMAGE_FILE_DLL",
                "IMAGE_DLL_CHARACTERISTICS_DYNAMIC_BASE",
                "IMAGE_DLL_CHARACTERISTICS_HIGH_ENTROPY_VA",
                "IMAGE_DLL_CHARACTERISTICS_NX_COMPAT",
                "TimeDateStamp: 1970-01-01 00:00:00 (0x0)")) {
            assertTrue(headers.contains(expected), expected);
        }
    }

    // ---- macOS

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void aDylibExportsExactlyTheFunctionsOfTheHeader(String architecture) throws Exception {
        String exports = llvm("llvm-objdump-19", dylib(architecture), "--macho", "--exports-trie");
        assertEquals(
                CHeader.names(TestBuild.HEADERS),
                new TreeSet<>(all("(?m)^0x\\w+ +_(\\w+)$", exports)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void aDylibUsesNoSymbolOfAnotherLibrary(String architecture) throws Exception {
        assertEquals("", llvm("llvm-nm-19", dylib(architecture), "--undefined-only"));
    }

    @ParameterizedTest
    @CsvSource({"x86_64, X86_64", "aarch64, ARM64"})
    void aDylibHasTheLoadCommandsThatMacOsRequires(String architecture, String cpu)
            throws Exception {
        String headers =
                llvm("llvm-objdump-19", dylib(architecture), "--macho", "--private-headers");
        assertTrue(headers.contains("MH_MAGIC_64") && headers.contains(cpu), headers);
        assertEquals(
                "11.0",
                only("cmd LC_BUILD_VERSION\\n.*\\n *platform macos\\n.*\\n *minos (.*)", headers));
        assertEquals(
                List.of("/usr/lib/libSystem.B.dylib"),
                all("cmd LC_LOAD_DYLIB\\n.*\\n *name (\\S+)", headers));
        assertEquals(
                "@rpath/libdowncall.dylib", only("cmd LC_ID_DYLIB\\n.*\\n *name (\\S+)", headers));
        assertEquals(1, all("(cmd LC_UUID)", headers).size());
        assertEquals(List.of(), all("(cmd LC_RPATH)", headers));
    }

    /**
     * dyld calls the functions in this section. On AArch64, the features are constant, and the
     * compiler has initialized the variables.
     */
    @Test
    void theDylibForX86DetectsTheFeaturesOfTheCpu() throws Exception {
        String sections = readobj(dylib("x86_64"), "--sections");
        assertTrue(
                sections.contains("Name: __mod_init_func")
                        || sections.contains("Name: __init_offsets"),
                sections);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void aDylibHasAValidAdHocSignature(String architecture) throws Exception {
        byte[] file = Files.readAllBytes(dylib(architecture));
        String headers =
                llvm("llvm-objdump-19", dylib(architecture), "--macho", "--private-headers");
        int offset =
                Integer.parseInt(only("cmd LC_CODE_SIGNATURE\\n.*\\n *dataoff (\\d+)", headers));
        CodeSignature signature = CodeSignature.at(file, offset);
        assertTrue(signature.isAdHoc(), signature::toString);
        assertEquals("libdowncall.dylib", signature.identifier());
        signature.assertMatches(file);
    }

    // ---- All

    @Test
    void noLibraryContainsAPathOfTheBuildMachine() throws IOException {
        List<String> paths =
                List.of(Path.of("").toAbsolutePath().toString(), System.getProperty("user.home"));
        try (var files = Files.walk(TestBuild.libraries())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String path : paths) {
                    assertFalse(path.length() > 3 && text.contains(path + "/"), file + ": " + path);
                }
            }
        }
    }
}
