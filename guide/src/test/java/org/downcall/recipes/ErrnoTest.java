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
 * errno: the result of a call shows that it failed, and a thread-local variable shows why.
 *
 * <p>Between two downcalls the JVM may make system calls of its own, which change that variable.
 * The linker can therefore save it in the same stub that makes the call. The option must be given
 * when the handle is linked.
 */
@UsesRecipesLibrary
class ErrnoTest {

    private static final Linker LINKER = Linker.nativeLinker();

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(groupElement("errno"));

    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            close$address(), close$descriptor(), Linker.Option.captureCallState("errno"));

    private static final MethodHandle ACCESS = linked(access$address(), access$descriptor());

    private static final MethodHandle FIND_READABLE =
            linked(errno_find_readable$address(), errno_find_readable$descriptor());

    private static MethodHandle linked(MemorySegment address, FunctionDescriptor descriptor) {
        Linker.Option capture = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(address, descriptor, capture);
    }

    /** The first argument is the segment in which the handle stores errno. */
    @Test
    void whyACallFailed() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) CLOSE.invokeExact(state, -1);
            assertEquals(-1, result);
            assertEquals(EBADF(), (int) ERRNO.get(state, 0L));
        }
    }

    static final class ErrnoException extends IOException {
        private static final long serialVersionUID = 1;

        private final int code;

        ErrnoException(String what, int code) {
            // The text is for people only. Its language is that of the environment. Where libc has
            // one buffer for all threads, it may even be the text of another thread's call.
            super(what + ": " + strerror(code).getString(0) + " (errno " + code + ")");
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /**
     * Allocates memory for errno, makes the call, and reads errno only if the result shows a
     * failure.
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
        } catch (Throwable e) { // invokeExact declares Throwable, but throws nothing else
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

    /**
     * Windows has three variables: GetLastError, WSAGetLastError and errno. Other platforms have
     * only errno.
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
     * strerror may use one buffer for all threads (glibc 2.32 and later do not). strerror_r uses
     * the caller's buffer.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theTextInYourOwnBuffer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256);
            assertEquals(0, strerror_r(ENOENT(), buffer, buffer.byteSize()));
            assertEquals(strerror(ENOENT()).getString(0), buffer.getString(0));
        }
    }

    /**
     * Wrong: detecting a failure by errno. A function that succeeds may leave the errno of a step
     * that failed.
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
     * Wrong: reading errno with a second call. Here, Java code in between looks for a file and
     * changes errno. Even without such code, the JVM may make system calls in between, for example
     * to load a class or to wait for the garbage collector. That happens rarely, and no test can
     * provoke it.
     */
    @Test
    void wrongReadingErrnoWithASecondCall() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            assertEquals(-1, (int) CLOSE.invokeExact(state, -1));
            assertFalse(new File("no/such/file").exists());
            assertNotEquals(EBADF(), errno_now());
            assertEquals(EBADF(), (int) ERRNO.get(state, 0L)); // the captured value is right
        }
    }

    /**
     * Wrong: one segment for all threads. Each thread has its own errno, but this segment contains
     * the errno of the last call in any thread.
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
            assertEquals(ENOENT(), (int) ERRNO.get(state, 0L)); // not from close
        }
    }
}
