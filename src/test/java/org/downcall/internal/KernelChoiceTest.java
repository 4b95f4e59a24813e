package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.downcall.Backend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The choice is made once in each class loader, so each test loads the library's classes again. */
class KernelChoiceTest {

    private static final String MISSING = Path.of("missing").toAbsolutePath().toString();
    private static final String WHY = MISSING + " cannot be loaded. The file does not exist. Set"
            + " -Dorg.downcall.library.path to the file of the native library.";

    private final List<String> warnings = new ArrayList<>();
    private final Logger logger = Logger.getLogger("org.downcall");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            warnings.add(record.getLevel() + ": " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private URLClassLoader loader;

    @BeforeEach
    void begin() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        URL classes = Backend.class.getProtectionDomain().getCodeSource().getLocation();
        loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void end() throws Exception {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        System.clearProperty("org.downcall.backend");
        System.clearProperty("org.downcall.library.path");
        loader.close();
    }

    private Object call(String type, String method, Object... arguments) throws Throwable {
        Class<?>[] types = new Class<?>[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i] instanceof Long
                    ? long.class
                    : arguments[i] instanceof Integer ? int.class : arguments[i].getClass();
        }
        try {
            return loader.loadClass("org.downcall." + type)
                    .getMethod(method, types)
                    .invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private String backend() throws Throwable {
        return call("Backend", "current").toString().replaceFirst("^downcall [^:]*: ", "");
    }

    /** F(90), F(400), and a product, for which C is faster. */
    private void assertComputes() throws Throwable {
        BigInteger a = BigInteger.ONE.shiftLeft(20_000).subtract(BigInteger.TWO);
        for (int i = 0; i < 2; i++) {
            assertEquals(2880067194370816120L, call("Fibonacci", "longValue", 90));
            assertEquals(2880067194370816120L, call("Fibonacci", "wrapping", 90L));
            BigInteger f = (BigInteger) call("Fibonacci", "exact", 400L);
            assertEquals(277, f.bitLength());
            assertEquals(a.multiply(a), call("BigIntegers", "multiply", a, a));
        }
    }

    @Test
    void javaIsChosenWithoutAWarning() throws Throwable {
        System.setProperty("org.downcall.backend", "java");
        assertComputes();
        assertEquals(
                "Java kernels. The system property org.downcall.backend is set to java.",
                backend());
        assertEquals(List.of(), warnings);
    }

    @Test
    @RequiresLibrary
    void nativeKernelsAreChosenWithoutAWarning() throws Throwable {
        assertComputes();
        assertTrue(backend().startsWith("native kernels, instruction set "), backend());
        assertEquals(List.of(), warnings);
    }

    @Test
    @RequiresLibrary
    void nativeKernelsAreChosenForShortNumbersTooIfTheyAreRequired() throws Throwable {
        System.setProperty("org.downcall.backend", "native");
        assertComputes();
        assertTrue(backend().startsWith("native kernels, instruction set "), backend());
    }

    /** Short numbers never need the library, so they do not warn. */
    @Test
    void aLibraryThatIsMissingIsReportedOnce() throws Throwable {
        System.setProperty("org.downcall.library.path", MISSING);
        assertEquals(2880067194370816120L, call("Fibonacci", "longValue", 90));
        assertEquals(List.of(), warnings);
        assertComputes();
        assertEquals("Java kernels. " + WHY, backend());
        assertEquals(
                List.of("WARNING: The native library is unavailable, so the Java kernels run. "
                        + WHY + " To run the Java kernels without this warning, set"
                        + " -Dorg.downcall.backend=java."),
                warnings);
    }

    /** The kernels work, although the warning cannot be written. */
    @Test
    void aLogHandlerThatFails() throws Throwable {
        Handler broken = new Handler() {
            @Override
            public void publish(LogRecord record) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        System.setProperty("org.downcall.library.path", MISSING);
        logger.addHandler(broken);
        try {
            assertComputes();
        } finally {
            logger.removeHandler(broken);
        }
        assertEquals(1, warnings.size());
    }

    @Test
    void aWarningIsLoggedByTheNextCallIfMemoryIsMissing() throws Throwable {
        List<VirtualMachineError> missing =
                new ArrayList<>(List.of(new OutOfMemoryError(), new StackOverflowError()));
        Handler full = new Handler() {
            @Override
            public void publish(LogRecord record) {
                try {
                    assertComputes(); // as a handler may
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
                if (!missing.isEmpty()) {
                    throw missing.removeFirst();
                }
                warnings.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        System.setProperty("org.downcall.library.path", MISSING);
        logger.removeHandler(handler);
        logger.addHandler(full);
        try {
            for (int count : new int[] {0, 0, 1, 1}) {
                assertEquals("Java kernels. " + WHY, backend());
                assertEquals(count, warnings.size());
            }
        } finally {
            logger.removeHandler(full);
        }
    }

    /** The JVM never initializes the class again, so C cannot run. */
    @Test
    @RequiresLibrary
    void aClassWhoseInitializerRanOutOfMemoryMakesJavaRun() throws Throwable {
        URL[] classes = loader.getURLs();
        loader.close();
        loader = new WithoutMemory(classes, "org.downcall.internal.calls.Libc");
        assertThrows(OutOfMemoryError.class, this::assertComputes);
        assertComputes();
        String reason = backend();
        assertTrue(
                reason.startsWith(
                        "Java kernels. The native library cannot be used. The JVM reports:"
                                + " java.lang.NoClassDefFoundError: Could not initialize class"
                                + " org.downcall.internal.calls.Libc, caused by "),
                reason);
        assertTrue(reason.contains("java.lang.OutOfMemoryError"), reason);
        assertTrue(reason.endsWith(" Restart the JVM."), reason);
        assertEquals(1, warnings.size());
    }

    /** Loads a class with an initializer that throws an OutOfMemoryError. */
    private static final class WithoutMemory extends URLClassLoader {

        private final String altered;

        WithoutMemory(URL[] classes, String altered) {
            super(classes, ClassLoader.getPlatformClassLoader());
            this.altered = altered;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.equals(altered)) {
                return super.findClass(name);
            }
            ClassWriter writer = new ClassWriter(0);
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                new ClassReader(in).accept(new FailingInitializer(writer), 0);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
            byte[] bytes = writer.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static final class FailingInitializer extends ClassVisitor {

        private static final String ERROR = "java/lang/OutOfMemoryError";

        FailingInitializer(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String type, String signature, String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, type, signature, exceptions);
            if (!name.equals("<clinit>")) {
                return method;
            }
            method.visitCode();
            method.visitTypeInsn(Opcodes.NEW, ERROR);
            method.visitInsn(Opcodes.DUP);
            method.visitMethodInsn(Opcodes.INVOKESPECIAL, ERROR, "<init>", "()V", false);
            method.visitInsn(Opcodes.ATHROW);
            method.visitMaxs(2, 0);
            method.visitEnd();
            return null;
        }
    }

    @Test
    void aRequiredLibraryThatIsMissingMakesEachCallFail() throws Throwable {
        System.setProperty("org.downcall.backend", "native");
        System.setProperty("org.downcall.library.path", MISSING);
        assertEquals("no kernels. " + WHY, backend());
        Throwable first = null;
        for (int i = 0; i < 2; i++) {
            for (Object argument : new Object[] {90, 400L}) {
                String method = argument instanceof Integer ? "longValue" : "exact";
                Throwable e = assertThrows(
                        UnsatisfiedLinkError.class, () -> call("Fibonacci", method, argument));
                assertEquals(WHY, e.getMessage());
                assertNotSame(first, e);
                first = e;
            }
        }
        assertEquals(List.of(), warnings);
    }

    /** Otherwise, short and long numbers could have different ones. */
    @Test
    void settingsAreReadOnce() throws Throwable {
        System.setProperty("org.downcall.backend", "java");
        assertEquals(2880067194370816120L, call("Fibonacci", "longValue", 90));
        System.setProperty("org.downcall.backend", "fast");
        assertComputes();
        assertEquals(
                "Java kernels. The system property org.downcall.backend is set to java.",
                backend());
    }

    @Test
    void anInvalidSettingMakesEachCallFail() throws Throwable {
        System.setProperty("org.downcall.backend", "fast");
        String message = "The system property org.downcall.backend has the invalid value 'fast'."
                + " Set it to auto, native or java.";
        for (Object argument : new Object[] {90, 400L, 90}) {
            String method = argument instanceof Integer ? "longValue" : "exact";
            Throwable e = assertThrows(
                    IllegalArgumentException.class, () -> call("Fibonacci", method, argument));
            assertEquals(message, e.getMessage());
            assertInstanceOf(IllegalArgumentException.class, e.getCause());
        }
        // a result that needs no kernel
        Throwable e = assertThrows(
                IllegalArgumentException.class,
                () -> call("BigIntegers", "lcm", BigInteger.ZERO, BigInteger.ONE));
        assertEquals(message, e.getMessage());
        assertEquals("no kernels. " + message, backend());
        assertEquals(List.of(), warnings);
    }
}
