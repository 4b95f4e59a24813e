package org.downcall.checks.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.downcall.checks.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What happens to the files of the library: a process is killed, files disappear, many processes
 * start, the jar is replaced, class loaders come and go. The consumer projects in src/it
 * test directories that cannot be used.
 */
class LoadingTest {

    private static final String LOADING = "org.downcall.internal.loading.";

    @TempDir
    private Path directory;

    /**
     * Kills a process before each line of the classes that load the library. If it leaves a
     * directory behind, the next process deletes it.
     */
    @Test
    void theNextStartDeletesWhatAKilledProcessLeft() throws Exception {
        ChildJvm jvm = ChildJvm.in(directory).with("-XX:TieredStopAtLevel=1");
        List<Integer> left = new ArrayList<>();
        boolean completed = false;
        for (int stage = 0; !completed; stage++) {
            int killAt = stage;
            int[] events = new int[1];
            try (Debugger debugger = Debugger.start(jvm, FirstUse.class)) {
                debugger.observe(
                        (method, begins) -> {
                            if (events[0]++ == killAt) {
                                debugger.process().destroyForcibly().waitFor();
                            }
                        },
                        LOADING + "PrivateCopy",
                        LOADING + "Leftovers",
                        LOADING + "LibraryLoader",
                        LOADING + "Handshake");
            }
            completed = events[0] <= killAt;
            left.add(jvm.leftBehind().size());
            if (left.getLast() > 0) {
                jvm.run(FirstUse.class).assertPrints("NATIVE"); // and nothing is left
            }
        }
        System.out.println("loading: killed at " + (left.size() - 1)
                + " stages; directories left behind after each: " + left);
        assertTrue(left.stream().filter(count -> count > 0).count() >= 8, left::toString);
        assertTrue(left.stream().allMatch(count -> count <= 1), left::toString);
        assertEquals(0, left.getLast());
    }

    private ChildJvm.Result runAndDelete(Path deleted, String atMethod) throws Exception {
        ChildJvm jvm = ChildJvm.in(directory);
        boolean[] done = new boolean[1];
        try (Debugger debugger = Debugger.start(jvm, FirstUse.class)) {
            debugger.observe(
                    (method, begins) -> {
                        if (begins && !done[0] && method.matches(atMethod)) {
                            done[0] = true;
                            delete(deleted == null ? onlyEntry(jvm) : deleted);
                        }
                    },
                    LOADING + "Leftovers",
                    LOADING + "LibraryLoader");
            assertTrue(done[0], jvm.errors());
            Files.createDirectories(jvm.temporaryDirectory());
            return new ChildJvm.Result(
                    debugger.process().waitFor(),
                    new String(debugger.process().getInputStream().readAllBytes()),
                    jvm.errors(),
                    jvm.leftBehind());
        }
    }

    private static Path onlyEntry(ChildJvm jvm) throws IOException {
        try (var files = Files.list(jvm.temporaryDirectory())) {
            return files.findFirst().orElseThrow();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aDirectoryThatIsDeletedBeforeTheLibraryIsWrittenIsCreatedAgain() throws Exception {
        runAndDelete(null, "Leftovers.delete").assertPrints("NATIVE");
    }

    @Test
    void aTemporaryDirectoryThatIsDeletedInBetweenIsReported() throws Exception {
        ChildJvm.Result result =
                runAndDelete(ChildJvm.in(directory).temporaryDirectory(), "Leftovers.delete");
        assertTrue(result.err().contains("The directory does not exist."), result::toString);
        assertTrue(result.err().contains("so the Java kernels run"), result::toString);
    }

    @Test
    void aLibraryThatIsDeletedBeforeItIsLoadedIsReported() throws Exception {
        ChildJvm.Result result = runAndDelete(null, "LibraryLoader.loadUnpacked");
        assertTrue(result.err().contains("but cannot be loaded"), result::toString);
        assertTrue(result.err().contains("so the Java kernels run"), result::toString);
    }

    @Test
    void manyProcessesStartAtOnce() throws Exception {
        ChildJvm jvm = ChildJvm.in(directory)
                .with("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            processes.add(jvm.start(Everything.class, "short", "1"));
        }
        for (Process process : processes) {
            assertEquals(
                    "all right, NATIVE",
                    new String(process.getInputStream().readAllBytes()).strip());
            assertEquals(0, process.waitFor());
        }
        assertEquals(List.of(), jvm.leftBehind());
        assertEquals("", jvm.errors());
    }

    /**
     * A deployment should rename the new jar over the old one, which is then still intact. If the
     * jar is changed in place, an operation that ran before still works, and others are refused.
     */
    @ParameterizedTest
    @CsvSource({
        "rename,before,\\d+,0",
        "delete,before,\\d+,0",
        "rename,after,\\d+,0",
        "delete,after,\\d+,0",
        "overwrite,before,\\d+,[1-9]\\d*",
        "truncate,before,\\d+,[1-9]\\d*",
        "overwrite,after,[1-9]\\d*,\\d+",
        "truncate,after,[1-9]\\d*,\\d+"
    })
    void theJarIsReplaced(String how, String when, String right, String refused) throws Exception {
        Path jar = Files.copy(ChildJvm.JAR, directory.resolve("downcall.jar"));
        ChildJvm.Result result = ChildJvm.in(directory)
                .withJar(jar)
                .run(ReplacedJar.class, jar.toString(), how, when);
        assertEquals(0, result.exit(), result::toString);
        assertEquals(List.of(), result.leftBehind(), result::toString);
        assertTrue(
                result.out().strip().matches("right " + right + ", refused " + refused),
                result::toString);
        if (when.equals("before") && refused.equals("0")) {
            assertTrue(result.err().contains("so the Java kernels run"), result::toString);
        }
    }

    /**
     * If a copy of the library, or its mapping, remained for each class loader, the memory would grow
     * by 18 MB. Without JIT compilers it is flat. The compilers keep the memory of their largest
     * compilation, and the code that they have compiled of the JDK, so with them the test can only
     * find a leak of more than 100 KB for each class loader.
     */
    @ParameterizedTest
    @CsvSource({"-Xint,1024", "-XX:+TieredCompilation,14336"})
    void classLoadersAreCollected(String option, String kilobytes) throws Exception {
        ChildJvm.Result result = ChildJvm.in(directory)
                .with(option, "-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC")
                .run(ClassLoaders.class, ChildJvm.JAR.toString(), kilobytes);
        System.out.println("loading: " + option + ", " + result.err());
        result.assertPrints("all right");
    }
}
