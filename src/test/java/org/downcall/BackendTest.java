package org.downcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.downcall.internal.Kernels;
import org.downcall.internal.RequiresLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class BackendTest {

    private final Backend backend = Backend.current();

    @Test
    void currentReturnsABackend() {
        assertEquals(backend.toString(), Backend.current().toString());
        assertEquals(System.getProperty("downcall.test.version"), backend.version());
        assertEquals(backend.kind() == Backend.Kind.NATIVE, backend.reason().isEmpty());
        assertTrue(
                backend.toString().startsWith("downcall " + backend.version() + ": "),
                backend::toString);
    }

    @Test
    @RequiresLibrary
    void theBundledLibraryRunsAndItsCopyIsDeleted() {
        assertEquals(Backend.Kind.NATIVE, backend.kind());
        List<String> levels = List.of("baseline", "adx", "neon", "avx2", "avx512");
        assertTrue(levels.contains(backend.instructionSet().orElseThrow()), backend::toString);
        Path copy = backend.libraryPath().orElseThrow();
        assertFalse(Files.exists(copy), copy::toString);
        assertFalse(Files.exists(copy.getParent()), copy::toString);
        assertEquals(
                "downcall " + backend.version() + ": native kernels, instruction set "
                        + backend.instructionSet().orElseThrow() + ", library bundled in the jar",
                backend.toString());
    }

    @Test
    void theJavaKernels() {
        Backend java = new Backend(new Kernels.JavaOnly("Why.", null, null, null, null));
        assertEquals(Backend.Kind.JAVA, java.kind());
        assertEquals(Optional.of("Why."), java.reason());
        assertEquals(Optional.empty(), java.libraryPath());
        assertEquals(Optional.empty(), java.instructionSet());
        assertEquals("downcall " + java.version() + ": Java kernels. Why.", java.toString());
    }

    @Test
    void noKernelsForNow() {
        Backend heap = new Backend(new OutOfMemoryError());
        assertEquals(Backend.Kind.NONE, heap.kind());
        assertEquals(
                "downcall " + heap.version() + ": no kernels. The kernels have not been chosen yet,"
                        + " because the JVM ran out of memory. Use the library again when there is"
                        + " more memory.",
                heap.toString());
        Backend stack = new Backend(new StackOverflowError());
        assertEquals(
                Optional.of("The kernels have not been chosen yet, because the stack of the thread"
                        + " is too short. Use the library again on a thread with more stack."),
                stack.reason());
        Backend damaged = new Backend(new NoClassDefFoundError("a class"));
        assertEquals(
                Optional.of("The kernels cannot be chosen. The JVM reports:"
                        + " java.lang.NoClassDefFoundError: a class. Restart the JVM."),
                damaged.reason());
    }

    @Test
    @EnabledIfSystemProperty(named = "downcall.test.native.skip", matches = "true")
    void withoutALibraryThereIsAReason() {
        assertEquals(Backend.Kind.JAVA, backend.kind());
        assertTrue(
                backend.reason()
                        .orElseThrow()
                        .startsWith(
                                "The bundled library cannot be loaded. This downcall jar contains no library for "));
        assertEquals(Optional.empty(), backend.libraryPath());
        assertEquals(Optional.empty(), backend.instructionSet());
    }
}
