package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.downcall.internal.Settings.Mode;
import org.downcall.internal.bindings.downcall_h;
import org.downcall.internal.numbers.JavaBigIntegers;
import org.downcall.internal.numbers.JavaFibonacci;
import org.downcall.internal.numbers.NativeBigIntegers;
import org.downcall.internal.numbers.NativeFibonacci;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The kernels that run are those that the settings choose. */
class KernelsTest {

    private static Settings settings(Mode mode) {
        return new Settings(
                mode,
                null,
                System.getProperty("java.io.tmpdir"),
                null,
                false,
                Long.MAX_VALUE,
                false);
    }

    private static Kernels choose(Settings settings) {
        return KernelFactory.choose(settings, warning -> {});
    }

    @Test
    @RequiresLibrary
    void byDefaultCRunsWhereItIsFaster() {
        Kernels kernels = choose(settings(Mode.AUTO));
        assertInstanceOf(NativeFibonacci.class, kernels.fibonacci());
        assertInstanceOf(NativeFibonacci.class, Kernels.chosen().fibonacci());
        assertInstanceOf(NativeBigIntegers.class, kernels.bigIntegers());
        assertInstanceOf(
                JavaBigIntegers.class, KernelChoice.small(settings(Mode.AUTO)).bigIntegers());
        assertInstanceOf(
                JavaFibonacci.class, KernelChoice.small(settings(Mode.AUTO)).fibonacci());
        assertInstanceOf(JavaFibonacci.class, Kernels.small().fibonacci());
    }

    @Test
    @RequiresLibrary
    void withTheNativeBackendCRunsEverywhere() {
        Kernels kernels = choose(settings(Mode.NATIVE));
        assertInstanceOf(NativeFibonacci.class, kernels.fibonacci());
        assertInstanceOf(NativeBigIntegers.class, kernels.bigIntegers());
        Kernels.Native chosen = assertInstanceOf(Kernels.Native.class, kernels);
        assertEquals("bundled in the jar", chosen.libraryDescription());
        assertEquals(
                System.mapLibraryName("downcall"),
                chosen.libraryPath().getFileName().toString());
        assertNull(KernelChoice.small(settings(Mode.NATIVE)));
    }

    @Test
    void withTheJavaBackendJavaRunsEverywhere() {
        Kernels kernels = choose(settings(Mode.JAVA));
        assertInstanceOf(JavaFibonacci.class, kernels.fibonacci());
        assertInstanceOf(
                JavaFibonacci.class, KernelChoice.small(settings(Mode.JAVA)).fibonacci());
        assertEquals(
                "The system property org.downcall.backend is set to java.",
                ((Kernels.JavaOnly) kernels).reason());
    }

    @Test
    void withoutAnyKernelEachUseThrowsANewError() {
        Path missing = Path.of("missing").toAbsolutePath();
        Kernels kernels =
                choose(new Settings(Mode.NATIVE, missing, "", null, false, Long.MAX_VALUE, false));
        String reason = missing + " cannot be loaded. The file does not exist. Set"
                + " -Dorg.downcall.library.path to the file of the native library.";
        assertEquals(
                reason, assertInstanceOf(Kernels.Unavailable.class, kernels).reason());
        UnsatisfiedLinkError first = assertThrows(UnsatisfiedLinkError.class, kernels::fibonacci);
        UnsatisfiedLinkError second =
                assertThrows(UnsatisfiedLinkError.class, kernels::bigIntegers);
        assertEquals(reason, first.getMessage());
        assertEquals(reason, second.getMessage());
        assertNotSame(first, second);
    }

    @Test
    void aKernelThatIsUnavailableThrowsFromEachMethod() {
        Kernels invalid = new Kernels.Unavailable("Why.", new IllegalArgumentException("other"));
        for (Supplier<?> kernel : List.<Supplier<?>>of(invalid::fibonacci, invalid::bigIntegers)) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, kernel::get);
            assertEquals("Why.", e.getMessage());
            assertEquals("other", e.getCause().getMessage());
        }
    }

    @Test
    void withoutALibraryJavaRunsAfterOneWarning() {
        Path missing = Path.of("missing").toAbsolutePath();
        List<String> warnings = new ArrayList<>();
        Kernels kernels = KernelFactory.choose(
                new Settings(Mode.AUTO, missing, "", null, false, Long.MAX_VALUE, false),
                warnings::add);
        String reason = missing + " cannot be loaded. The file does not exist. Set"
                + " -Dorg.downcall.library.path to the file of the native library.";
        assertEquals(reason, assertInstanceOf(Kernels.JavaOnly.class, kernels).reason());
        assertEquals(
                List.of("The native library is unavailable, so the Java kernels run. " + reason
                        + " To run the Java kernels without this warning, set"
                        + " -Dorg.downcall.backend=java."),
                warnings);
        assertInstanceOf(JavaBigIntegers.class, kernels.bigIntegers());
    }

    /** The reason of a failure that nobody expected names its root cause. */
    @Test
    void aPermanentReasonNamesItsRootCause() {
        assertEquals(
                "The native library cannot be used. The JVM reports:"
                        + " java.lang.ExceptionInInitializerError, caused by"
                        + " java.lang.IllegalStateException: broken.",
                KernelFactory.description(
                        new ExceptionInInitializerError(new IllegalStateException("broken"))));
        assertEquals(
                "The native library cannot be used. The JVM reports:"
                        + " java.lang.IllegalStateException: broken.",
                KernelFactory.description(new IllegalStateException("broken")));
        assertEquals(
                "The native library cannot be used. The JVM reports:"
                        + " java.lang.NoClassDefFoundError: Could not initialize class X. The JVM"
                        + " cannot use a class again whose initialization has failed, for example"
                        + " because the heap was full. Restart the JVM.",
                KernelFactory.description(
                        new NoClassDefFoundError("Could not initialize class X")));
        assertEquals("why", KernelFactory.description(new UnsatisfiedLinkError("why")));
        assertEquals(
                "The native library cannot be used. The JVM reports:"
                        + " java.lang.UnsatisfiedLinkError.",
                KernelFactory.description(new UnsatisfiedLinkError()));
    }

    @Test
    void aTransientErrorIsFoundBelowOthers() {
        OutOfMemoryError e = new OutOfMemoryError();
        assertSame(
                e,
                assertThrows(
                        OutOfMemoryError.class,
                        () -> KernelFactory.throwIfTransient(new ExceptionInInitializerError(e))));
        assertThrows(
                StackOverflowError.class,
                () -> KernelFactory.throwIfTransient(new StackOverflowError()));
        KernelFactory.throwIfTransient(new ExceptionInInitializerError("no memory is missing"));
        Throwable permanent = new NoClassDefFoundError("Could not initialize class X").initCause(e);
        KernelFactory.throwIfTransient(permanent);
        KernelFactory.throwIfTransient(new ExceptionInInitializerError(permanent));
    }

    /** The library links to no C runtime, so the dynamic linker alone runs its initializer. */
    @Test
    @RequiresLibrary
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theLibraryDetectsTheFeaturesThatLinuxReports() throws IOException {
        TestBuild.assertLibraryIsLoaded();
        Path processors = Path.of("/proc/cpuinfo");
        assumeTrue(Files.isReadable(processors), "needs /proc");
        String flags = Files.readAllLines(processors).stream()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .orElseThrow();
        // Linux inserts underscores into some names, such as avx512_vnni.
        Set<String> reported = new TreeSet<>(List.of(flags.replace("_", "").split("\\s+")));
        for (int bit = 0; downcall_h.dc_feature_name(bit).address() != 0; bit++) {
            String name = downcall_h.dc_feature_name(bit).getString(0);
            // An old kernel does not report every feature of a new CPU.
            if (reported.contains(name)) {
                assertEquals(1, downcall_h.dc_features_detected() >> bit & 1, name);
            }
        }
    }

    /** On every operating system: the initializer runs, or the compiler has run it. */
    @Test
    @RequiresLibrary
    @EnabledIfSystemProperty(named = "os.arch", matches = "aarch64|arm64")
    void theLibraryDetectsNeon() {
        TestBuild.assertLibraryIsLoaded();
        assertEquals(
                "neon", downcall_h.dc_level_name(downcall_h.dc_level_detected()).getString(0));
    }

    @Test
    @RequiresLibrary
    void javaAndCUseTheSameNamesOfLevels() {
        TestBuild.assertLibraryIsLoaded();
        List<String> names = new ArrayList<>();
        for (var name = downcall_h.dc_level_name(0);
                name.address() != 0;
                name = downcall_h.dc_level_name(names.size())) {
            names.add(name.getString(0));
        }
        assertEquals(names, InstructionSet.names());
    }
}
