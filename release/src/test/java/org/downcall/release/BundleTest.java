package org.downcall.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** The bundle contains what Maven Central requires, and nothing else. */
class BundleTest {

    private static final String VERSION = System.getProperty("downcall.version");
    private static final String FILES = System.getProperty("downcall.files");

    private static final List<String> SUFFIXES = List.of(
            ".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", "-cyclonedx.xml");
    private static final Map<String, String> CHECKSUMS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    /** Where the libraries are in the jar: docs/platforms.md. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "linux-x86_64", "libdowncall.so",
            "linux-aarch64", "libdowncall.so",
            "linux-riscv64", "libdowncall.so",
            "windows-x86_64", "downcall.dll",
            "windows-aarch64", "downcall.dll",
            "macos-x86_64", "libdowncall.dylib",
            "macos-aarch64", "libdowncall.dylib");

    private static Path file(String suffix) {
        return Path.of(FILES + suffix);
    }

    @Test
    void everyFileHasItsSignatureAndChecksums() throws Exception {
        Set<String> expected = new TreeSet<>();
        for (String suffix : SUFFIXES) {
            String name = file(suffix).getFileName().toString();
            expected.add(name);
            expected.add(name + ".asc");
            CHECKSUMS.keySet().forEach(extension -> expected.add(name + "." + extension));
        }
        Set<String> actual = new TreeSet<>();
        try (var files = Files.list(file(".pom").getParent())) {
            files.forEach(file -> actual.add(file.getFileName().toString()));
        }
        assertEquals(expected, actual);
        for (String suffix : SUFFIXES) {
            byte[] bytes = Files.readAllBytes(file(suffix));
            for (Map.Entry<String, String> checksum : CHECKSUMS.entrySet()) {
                assertEquals(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance(checksum.getValue())
                                        .digest(bytes)),
                        Files.readString(file(suffix + "." + checksum.getKey())).strip(),
                        suffix + "." + checksum.getKey());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".pom",
                ".jar",
                "-sources.jar",
                "-javadoc.jar",
                "-cyclonedx.json",
                "-cyclonedx.xml"
            })
    void theSignatureIsThatOfTheFile(String suffix) throws Exception {
        String signature = Files.readString(file(suffix + ".asc"));
        assertTrue(signature.startsWith("-----BEGIN PGP SIGNATURE-----"), signature);
        Path key = Path.of(System.getProperty("downcall.key"));
        assumeTrue(Files.exists(key), "the public key of another key than the throw-away key");
        Process gpgv = new ProcessBuilder(
                        "gpgv",
                        "--keyring",
                        key.toString(),
                        file(suffix + ".asc").toString(),
                        file(suffix).toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(gpgv.getInputStream().readAllBytes(), UTF_8);
        assertTrue(gpgv.waitFor(1, TimeUnit.MINUTES), output);
        assertEquals(0, gpgv.exitValue(), output);
    }

    @Test
    void thePomIsComplete() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file(".pom").toFile());
        XPath path = XPathFactory.newInstance().newXPath();
        for (String element : List.of(
                "/project/groupId",
                "/project/artifactId",
                "/project/version",
                "/project/name",
                "/project/description",
                "/project/url",
                "/project/licenses/license/name",
                "/project/licenses/license/url",
                "/project/developers/developer/name",
                "/project/developers/developer/url",
                "/project/scm/url",
                "/project/scm/connection",
                "/project/scm/developerConnection")) {
            String text = path.evaluate(element, pom);
            assertFalse(text.isBlank(), element);
            assertFalse(text.contains("${"), element + " is not complete: " + text);
        }
        assertEquals("org.downcall", path.evaluate("/project/groupId", pom));
        assertEquals("downcall", path.evaluate("/project/artifactId", pom));
        assertEquals(VERSION, path.evaluate("/project/version", pom));
        assertEquals(
                "0",
                path.evaluate("count(/project/dependencies/dependency[not(scope='test')])", pom),
                "dependencies that a user would get");
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (!entry.isDirectory()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        entries.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        return entries;
    }

    private static void assertContains(Map<String, byte[]> entries, String... names) {
        for (String name : names) {
            assertNotNull(entries.get(name), () -> name + " in " + new TreeSet<>(entries.keySet()));
        }
    }

    @Test
    void theJarContainsTheLibrariesOfAllPlatforms() throws Exception {
        Map<String, byte[]> jar = entries(file(".jar"));
        assertContains(
                jar,
                "module-info.class",
                "org/downcall/BigIntegers.class",
                "META-INF/LICENSE",
                "META-INF/native-image/org.downcall/downcall/reachability-metadata.json");
        for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
            String name = "META-INF/native/" + library.getKey() + "/" + library.getValue();
            assertContains(jar, name, name + ".sha256");
            assertTrue(
                    new String(jar.get(name + ".sha256"), UTF_8)
                            .startsWith(HexFormat.of()
                                    .formatHex(MessageDigest.getInstance("SHA-256")
                                            .digest(jar.get(name)))),
                    name);
        }
        assertEquals(
                LIBRARIES.size(),
                jar.keySet().stream()
                        .filter(name -> name.matches("META-INF/native/.*\\.(so|dll|dylib)"))
                        .count());
    }

    @Test
    void theManifestNamesTheVersionAndTheDiagnosis() throws Exception {
        try (JarFile jar = new JarFile(file(".jar").toFile())) {
            Manifest manifest = jar.getManifest();
            Map<String, String> expected = Map.of(
                    "Implementation-Version", VERSION,
                    "Main-Class", "org.downcall.internal.Diagnosis",
                    "Enable-Native-Access", "ALL-UNNAMED",
                    "Bundle-SymbolicName", "org.downcall",
                    "Bundle-Version", VERSION.replace('-', '.'));
            expected.forEach((name, value) ->
                    assertEquals(value, manifest.getMainAttributes().getValue(name), name));
        }
    }

    @Test
    void theSourcesAndTheJavadocAreComplete() throws Exception {
        assertContains(
                entries(file("-sources.jar")),
                "module-info.java",
                "org/downcall/BigIntegers.java",
                "org/downcall/internal/Version.java",
                "org/downcall/internal/bindings/downcall_h.java");
        assertContains(
                entries(file("-javadoc.jar")),
                "index.html",
                "org.downcall/org/downcall/BigIntegers.html");
    }

    @Test
    void theBillOfMaterialsDescribesALibraryWithoutDependencies() throws Exception {
        String purl = "pkg:maven/org.downcall/downcall@" + VERSION + "?type=jar";
        String json = Files.readString(file("-cyclonedx.json"))
                .replaceAll("\\s*([:{}\\[\\],])\\s*", "$1");
        for (String expected : List.of(
                "\"bomFormat\":\"CycloneDX\"",
                "\"name\":\"downcall\",\"version\":\"" + VERSION + "\"",
                "\"purl\":\"" + purl + "\"",
                "\"license\":{\"id\":\"Apache-2.0\"",
                "\"dependencies\":[{\"ref\":\"" + purl + "\",\"dependsOn\":[]}]")) {
            assertTrue(json.contains(expected), () -> expected + " in " + json);
        }
    }

    @Test
    void theBundleIsTheRepository() throws Exception {
        Map<String, byte[]> bundle = entries(Path.of(System.getProperty("downcall.bundle")));
        Path directory = file(".pom").getParent();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                byte[] bytes = bundle.remove(
                        "org/downcall/downcall/" + VERSION + "/" + file.getFileName());
                assertArrayEquals(Files.readAllBytes(file), bytes, file::toString);
            }
        }
        assertEquals(Set.of(), bundle.keySet());
    }
}
