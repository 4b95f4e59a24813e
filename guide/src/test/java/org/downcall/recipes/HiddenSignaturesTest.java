package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.downcall.recipes.bindings.vtables_counter;
import org.downcall.recipes.bindings.vtables_h;
import org.downcall.recipes.bindings.vtables_methods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions whose declaration hides how they are called: variadic system calls, and the methods of
 * an object in a table of functions.
 */
@UsesRecipesLibrary
class HiddenSignaturesTest {

    @TempDir
    private static Path directory;

    private static MethodHandle libc(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), descriptor, options);
    }

    /** {@code int open(const char *path, int flags, ...)} with a mode. */
    private static final MethodHandle OPEN = libc(
            "open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));

    /** {@code int fcntl(int file, int command, ...)} with a number. */
    private static final MethodHandle FCNTL = libc(
            "fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));

    /** {@code int ioctl(int file, unsigned long request, ...)} with a pointer. */
    private static final MethodHandle IOCTL = libc(
            "ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
            Linker.Option.firstVariadicArg(2));

    private static final MethodHandle CLOSE =
            libc("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /** The numbers of flags and requests are those of Linux. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void openFcntlAndIoctlAreVariadic() throws Throwable {
        Path path = directory.resolve("file");
        int createReadWrite = 0x40 | 2;
        int duplicate = 0; // F_DUPFD
        long readable = 0x541B; // FIONREAD
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            int file = (int) OPEN.invokeExact(name, createReadWrite, 0600);
            assertTrue(file >= 0);
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));

            int copy = (int) FCNTL.invokeExact(file, duplicate, 100);
            assertTrue(copy >= 100);

            Files.writeString(path, "five.");
            MemorySegment count = arena.allocate(JAVA_INT);
            assertEquals(0, (int) IOCTL.invokeExact(file, readable, count));
            assertEquals(5, count.get(JAVA_INT, 0));
            assertEquals(0, (int) CLOSE.invokeExact(file) + (int) CLOSE.invokeExact(copy));
        }
    }

    /** The object's first member points to the table, and each method takes the object. */
    @Test
    void theMethodsOfAnObject() {
        MemorySegment counter = vtables_h.vtables_create().reinterpret(vtables_counter.sizeof());
        MemorySegment methods =
                vtables_counter.methods(counter).reinterpret(vtables_methods.sizeof());
        assertEquals(5, vtables_methods.add.invoke(vtables_methods.add(methods), counter, 5));
        assertEquals(12, vtables_methods.add.invoke(vtables_methods.add(methods), counter, 7));
        assertEquals(0, vtables_methods.release.invoke(vtables_methods.release(methods), counter));
    }

    /** Without bindings: the position in the table, and the address of the method, suffice. */
    @Test
    void theSameWithoutBindings() throws Throwable {
        MemorySegment counter = vtables_h.vtables_create();
        MemorySegment table = counter.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
        MemorySegment methods = table.reinterpret(3 * ADDRESS.byteSize());
        MethodHandle add = Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        MethodHandle release =
                Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));
        assertEquals(5, (int) add.invokeExact(methods.getAtIndex(ADDRESS, 2), counter, 5));
        assertEquals(0, (int) release.invokeExact(methods.getAtIndex(ADDRESS, 1), counter));
    }

    /** An object that is implemented in Java: the table contains upcall stubs. */
    @Test
    void anObjectInJava() {
        try (Arena arena = Arena.ofConfined()) {
            AtomicInteger sum = new AtomicInteger();
            MemorySegment methods = arena.allocate(vtables_methods.layout());
            vtables_methods.add(
                    methods, vtables_methods.add.allocate((self, n) -> sum.addAndGet(n), arena));
            MemorySegment counter = arena.allocate(
                    MemoryLayout.structLayout(ADDRESS, JAVA_LONG)); // the table, and own data
            vtables_counter.methods(counter, methods);
            assertEquals(8, vtables_h.vtables_add_twice(counter, 4));
        }
    }
}
