package org.downcall.recipes;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.downcall.recipes.bindings.errno_posix_h.EBADF;
import static org.downcall.recipes.bindings.errno_posix_h.ENOENT;
import static org.downcall.recipes.bindings.errno_posix_h.F_OK;
import static org.downcall.recipes.bindings.errno_posix_h.access$address;
import static org.downcall.recipes.bindings.errno_posix_h.access$descriptor;
import static org.downcall.recipes.bindings.errno_posix_h.close$address;
import static org.downcall.recipes.bindings.errno_posix_h.close$descriptor;
import static org.downcall.recipes.bindings.errno_posix_h.errno_find_readable$address;
import static org.downcall.recipes.bindings.errno_posix_h.errno_find_readable$descriptor;
import static org.downcall.recipes.bindings.errno_posix_h.errno_now;
import static org.downcall.recipes.bindings.errno_posix_h.strerror;
import static org.downcall.recipes.bindings.errno_posix_h.strerror_r;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * errno: a call says that it failed through its result, and why through a variable of the thread.
 *
 * <p>Between the call and the next one the JVM may call the system for itself; then that variable
 * tells of its call. So the linker reads it in the same stub as the call, if it is asked to when
 * the handle is linked.
 */
@UsesRecipesLibrary
class ErrnoTest {

    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(groupElement("errno"));

    /**
     * jextract cannot ask, but has what a second handle needs. Its first parameter is where errno
     * is to be stored.
     */
    private static final MethodHandle ACCESS = linked(access$address(), access$descriptor());

    private static final MethodHandle CLOSE = linked(close$address(), close$descriptor());
    private static final MethodHandle FIND_READABLE =
            linked(errno_find_readable$address(), errno_find_readable$descriptor());

    private static MethodHandle linked(MemorySegment address, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(address, descriptor, CAPTURE);
    }

    static final class ErrnoException extends IOException {
        private static final long serialVersionUID = 1;

        private final int code;

        ErrnoException(String what, int code) {
            // For people, not for comparing: in the language of the environment and, where libc has
            // one buffer for all
            // threads, perhaps another thread's. See theTextInABufferOfMine.
            super(what + ": " + strerror(code).getString(0) + " (errno " + code + ")");
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /**
     * One call: room for errno, the call, and a look at errno if, and only if, the result says that
     * it failed.
     */
    static void access(String path, int mode) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) ACCESS.invokeExact(state, arena.allocateFrom(path), mode);
            if (result == -1) {
                throw new ErrnoException("access '" + path + "'", (int) ERRNO.get(state, 0L));
            }
        } catch (RuntimeException | Error | ErrnoException e) {
            throw e;
        } catch (Throwable e) { // a handle declares more than it throws
            throw new AssertionError(e);
        }
    }

    @Test
    void aFailureBecomesAnException() throws IOException {
        access(".", F_OK());
        ErrnoException e = assertThrows(ErrnoException.class, () -> access("no/such/file", F_OK()));
        assertEquals(ENOENT(), e.code());
        assertTrue(e.getMessage().startsWith("access 'no/such/file': "), e.getMessage());
        assertFalse(strerror(ENOENT()).getString(0).isBlank());
    }

    @Test
    void anotherFunction() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            assertEquals(-1, (int) CLOSE.invokeExact(state, -1));
            assertEquals(EBADF(), (int) ERRNO.get(state, 0L));
        }
    }

    /**
     * On Windows there are three: GetLastError, WSAGetLastError and errno; elsewhere errno alone.
     */
    @Test
    void whatCanBeCaptured() {
        List<String> names = STATE.memberLayouts().stream()
                .map(MemoryLayout::name)
                .flatMap(Optional::stream)
                .toList();
        assertTrue(names.contains("errno"));
        assertEquals(OS.current() == OS.WINDOWS, names.contains("GetLastError"));
        assertThrows(IllegalArgumentException.class, () -> Linker.Option.captureCallState("error"));
    }

    /**
     * strerror may use one buffer for all threads (glibc 2.32 and later do not); strerror_r uses
     * the caller's.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theTextInABufferOfMine() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256);
            assertEquals(0, strerror_r(ENOENT(), buffer, buffer.byteSize()));
            assertEquals(strerror(ENOENT()).getString(0), buffer.getString(0));
        }
    }

    /**
     * Wrong: errno as the sign of a failure. A function that succeeds may leave there what failed
     * on the way.
     */
    @Test
    void wrongErrnoWithoutTheResult() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) FIND_READABLE.invokeExact(
                    state, arena.allocateFrom("no/such/file"), arena.allocateFrom("."));
            assertEquals(0, result);
            assertEquals(ENOENT(), (int) ERRNO.get(state, 0L));
        }
    }

    /**
     * Wrong: a second call that reads errno. Here Java asks for a file in between, and gets that
     * file's errno. Nothing that you can see need stand in between, though: the JVM calls the
     * system to load a class, or to wait for the collector. So this goes wrong rarely, and cannot
     * be provoked.
     */
    @Test
    void wrongAskingAfterwards() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            assertEquals(-1, (int) CLOSE.invokeExact(state, -1));
            assertFalse(new File("no/such/file").exists());
            assertNotEquals(EBADF(), errno_now());
            assertEquals(EBADF(), (int) ERRNO.get(state, 0L)); // captured is captured
        }
    }

    /**
     * Wrong: one segment for all threads. errno is a thread's own; this segment is whoever's call
     * was last.
     */
    @Test
    void wrongOneSegmentForAllThreads() throws Throwable {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment missing = arena.allocateFrom("no/such/file");
            assertEquals(-1, (int) CLOSE.invokeExact(state, -1));
            FutureTask<Integer> other = new FutureTask<>(() -> {
                try {
                    return (int) ACCESS.invokeExact(state, missing, F_OK());
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
            });
            Thread.ofPlatform().start(other);
            assertEquals(-1, other.get());
            assertEquals(ENOENT(), (int) ERRNO.get(state, 0L)); // close never says that
        }
    }
}
