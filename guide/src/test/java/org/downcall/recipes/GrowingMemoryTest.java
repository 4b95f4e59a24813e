package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory that only grows: which limit covers it, and which tool shows it. */
@Execution(ExecutionMode.CONCURRENT)
class GrowingMemoryTest {

    private static final long SIZE = 50L << 20;

    /** Allocates 50 MiB in one of these ways, and prints what the JVM reports. */
    static final class Allocation {

        public static void main(String[] arguments) throws Throwable {
            Object memory = switch (arguments[1]) {
                case "confined" -> Arena.ofConfined().allocate(SIZE);
                case "shared" -> Arena.ofShared().allocate(SIZE);
                case "global" -> Arena.global().allocate(SIZE);
                case "automatic" -> Arena.ofAuto().allocate(SIZE);
                case "buffer" -> ByteBuffer.allocateDirect((int) SIZE);
                case "malloc" -> malloc(SIZE);
                default -> throw new IllegalArgumentException(arguments[1]);
            };
            System.out.println("direct pool: " + directPool() + " bytes");
            System.out.println(jcmd("VM.native_memory"));
            java.lang.ref.Reference.reachabilityFence(memory);
        }

        private static MemorySegment malloc(long size) throws Throwable {
            Linker linker = Linker.nativeLinker();
            return (MemorySegment) linker.downcallHandle(
                            linker.defaultLookup().find("malloc").orElseThrow(),
                            FunctionDescriptor.of(ADDRESS, JAVA_LONG))
                    .invokeExact(size);
        }
    }

    /** {@return what a monitoring tool shows as "direct" memory} */
    static long directPool() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow()
                .getMemoryUsed();
    }

    /** {@return the output of jcmd, run on this JVM} */
    private static String jcmd(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        all.add(ChildJvm.tool("jcmd"));
        all.add(String.valueOf(ProcessHandle.current().pid()));
        all.addAll(List.of(command));
        return CommandLine.run(all).text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"confined", "shared", "global", "malloc"})
    void noLimitOfTheJvmCoversThem(String way) throws Exception {
        Output java = allocate(way, "-XX:MaxDirectMemorySize=10m");
        assertEquals(0, java.exit(), java.text());
        assertTrue(java.text().contains("direct pool: 0 bytes"), java.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"automatic", "buffer"})
    void maxDirectMemorySizeCoversOnlyThese(String way) throws Exception {
        String text = allocate(way, "-XX:MaxDirectMemorySize=10m").text();
        assertTrue(
                text.contains("OutOfMemoryError: Cannot reserve 52428800 bytes of direct buffer"),
                text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"confined", "shared", "global", "automatic", "buffer"})
    void nativeMemoryTrackingShowsThemAsOther(String way) throws Exception {
        String text = allocate(way, "-XX:NativeMemoryTracking=summary").text();
        assertTrue(other(text) >= SIZE / 1024, text);
    }

    /** What C allocates is in no category. */
    @Test
    void nativeMemoryTrackingDoesNotSeeC() throws Exception {
        String text = allocate("malloc", "-XX:NativeMemoryTracking=summary").text();
        assertTrue(text.contains("Native Memory Tracking"), text);
        assertTrue(other(text) < SIZE / 1024, text);
    }

    private static Output allocate(String way, String option) throws Exception {
        return ChildJvm.run(
                List.of("--enable-native-access=ALL-UNNAMED", option), Allocation.class, way);
    }

    /** {@return the kilobytes of the category "Other"} */
    private static long other(String text) {
        Matcher category = Pattern.compile("Other \\(reserved=(\\d+)KB").matcher(text);
        return category.find() ? Long.parseLong(category.group(1)) : 0;
    }

    /** Wrong: the garbage collector removes the arena's object, but not its memory. */
    static final class Forgotten {

        public static void main(String[] arguments) throws Exception {
            for (int i = 0; i < 50; i++) {
                Arena.ofConfined().allocate(1 << 20);
            }
            System.gc();
            System.out.println(jcmd("VM.native_memory"));
        }
    }

    @Test
    void wrongAnArenaThatIsNeverClosed() throws Exception {
        Output java = ChildJvm.run(List.of("-XX:NativeMemoryTracking=summary"), Forgotten.class);
        assertTrue(other(java.text()) >= SIZE / 1024, java.text());
    }

    /** Frees 200 MB, and prints the resident set size before, after, and after a trim. */
    static final class Trim {

        public static void main(String[] arguments) throws Exception {
            List<Arena> arenas = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                Arena arena = Arena.ofConfined();
                arena.allocate(100_000);
                arenas.add(arena);
            }
            Arena.global().allocate(100_000); // the last block of the heap remains in use
            long allocated = residentKilobytes();
            arenas.forEach(Arena::close);
            long freed = residentKilobytes();
            System.out.println(jcmd("System.trim_native_heap"));
            System.out.println(allocated + " " + freed + " " + residentKilobytes());
        }

        private static long residentKilobytes() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** glibc keeps freed memory for later. It returns the memory when the JVM asks for it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void glibcKeepsFreedMemory() throws Exception {
        assumeTrue(
                Linker.nativeLinker()
                        .defaultLookup()
                        .find("gnu_get_libc_version")
                        .isPresent(),
                "this is about the GNU C library");
        Output java = ChildJvm.run(Trim.class);
        String[] kilobytes = java.text().lines().toList().getLast().split(" ");
        long allocated = Long.parseLong(kilobytes[0]);
        long freed = Long.parseLong(kilobytes[1]);
        long trimmed = Long.parseLong(kilobytes[2]);
        assertTrue(allocated - freed < 50_000, java.text());
        assertTrue(freed - trimmed > 150_000, java.text());
    }
}
