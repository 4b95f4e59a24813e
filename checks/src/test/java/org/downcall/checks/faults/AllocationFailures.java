package org.downcall.checks.faults;

import static org.objectweb.asm.Opcodes.ANEWARRAY;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.NEW;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/**
 * Lets every allocation of a long computation or a search fail, one after the other. A class loader
 * inserts a call before each instruction of the library that allocates, and before each call of a
 * method of the JDK that may allocate. The call throws an OutOfMemoryError when its turn comes.
 */
public final class AllocationFailures {

    /** Methods of these classes allocate, except for those in {@link #NO_ALLOCATION}. */
    private static final Set<String> ALLOCATING = Set.of(
            "java/lang/foreign/MemorySegment",
            "java/lang/foreign/Arena",
            "java/math/BigInteger",
            "java/lang/String",
            "java/lang/Long",
            "java/util/concurrent/Executor");

    private static final Set<String> NO_ALLOCATION = Set.of(
            "close",
            "address",
            "byteSize",
            "isNative",
            "signum",
            "bitLength",
            "getLowestSetBit",
            "highestOneBit",
            "numberOfLeadingZeros");

    private static volatile OutOfMemoryError injected;

    private static final AtomicLong untilFailure = new AtomicLong(Long.MAX_VALUE);

    /** Called by the library. */
    public static void allocating() {
        if (untilFailure.decrementAndGet() == 0) {
            injected = new OutOfMemoryError("injected");
            throw injected;
        }
    }

    private static final class Loader extends ClassLoader {

        static {
            registerAsParallelCapable();
        }

        Loader() {
            super(AllocationFailures.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.downcall.") || name.startsWith("org.downcall.checks.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = instrumented(in);
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static byte[] instrumented(InputStream in) throws IOException {
        ClassReader reader = new ClassReader(in);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String type, String sig, String[] exceptions) {
                        MethodVisitor method =
                                super.visitMethod(access, name, type, sig, exceptions);
                        return name.equals("<clinit>") ? method : new Injector(method);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Injector extends MethodVisitor {

        Injector(MethodVisitor next) {
            super(ASM9, next);
        }

        private void inject() {
            super.visitMethodInsn(
                    INVOKESTATIC,
                    AllocationFailures.class.getName().replace('.', '/'),
                    "allocating",
                    "()V",
                    false);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode == ANEWARRAY) {
                inject();
            }
            super.visitTypeInsn(opcode, type);
            if (opcode == NEW) { // Not before it: stack maps refer to the offset of NEW.
                inject();
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == org.objectweb.asm.Opcodes.NEWARRAY) {
                inject();
            }
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String name, String type, boolean isInterface) {
            if (ALLOCATING.contains(owner) && !NO_ALLOCATION.contains(name)) {
                inject();
            }
            super.visitMethodInsn(opcode, owner, name, type, isInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(
                String name, String type, org.objectweb.asm.Handle bootstrap, Object... arguments) {
            inject();
            super.visitInvokeDynamicInsn(name, type, bootstrap, arguments);
        }
    }

    private static final BigInteger A = new BigInteger(3_000_000, new Random(1));
    private static final String DIGITS = "9876543210".repeat(60_000);

    private record Call(String name, Class<?>[] types, Object... arguments) {

        Object on(Object receiver) throws Throwable {
            try {
                return method(receiver.getClass(), name, types).invoke(receiver, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static final Call[] CALLS = {
        new Call("multiply", new Class<?>[] {BigInteger.class, BigInteger.class}, A, A.not()),
        new Call("square", new Class<?>[] {BigInteger.class}, A),
        new Call("pow", new Class<?>[] {BigInteger.class, int.class}, A.shiftRight(2_900_000), 31),
        new Call("toString", new Class<?>[] {BigInteger.class}, A),
        new Call("parse", new Class<?>[] {CharSequence.class}, DIGITS),
        new Call("fibonacci", new Class<?>[] {long.class}, 3_000_000L),
        new Call("fibonacciDecimal", new Class<?>[] {long.class}, 1_000_000L),
        new Call(
                "multiply",
                new Class<?>[] {BigInteger.class, BigInteger.class}, //
                A.shiftRight(2_990_000),
                A.shiftRight(2_990_001)),
        new Call("fibonacci", new Class<?>[] {long.class}, 5_000L),
    };

    private static Method method(Class<?> type, String name, Class<?>... types)
            throws NoSuchMethodException {
        return type.getMethod(name, types);
    }

    public static void main(String[] args) throws Throwable {
        Loader loader = new Loader();
        Class<?> arithmeticClass = loader.loadClass("org.downcall.Arithmetic");
        Object plain = method(arithmeticClass, "of").invoke(null);
        Object parallel = method(arithmeticClass, "withExecutor", Executor.class)
                .invoke(plain, ForkJoinPool.commonPool());
        Object reporting = method(arithmeticClass, "withProgress", DoubleConsumer.class)
                .invoke(parallel, (DoubleConsumer) fraction -> {});
        long failures = 0;
        for (Call call : CALLS) {
            for (Object arithmetic : new Object[] {plain, reporting}) {
                failures += failEverywhere(call, arithmetic, loader);
            }
        }
        failures += failSearches(loader);
        System.err.println(failures + " failures");
        System.out.println(failures > 500 ? "all right" : failures + " failures");
    }

    private static long failSearches(Loader loader) throws Throwable {
        Class<?> matrixClass = loader.loadClass("org.downcall.VectorMatrix");
        Class<?> metricClass = loader.loadClass("org.downcall.VectorMetric");
        Random random = new Random(2);
        float[][] rows = new float[40_000][40];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        Method of = method(matrixClass, "of", float[][].class);
        Object matrix = of.invoke(null, (Object) rows);
        Object queries = of.invoke(null, (Object) Arrays.copyOf(rows, 3));
        Class<?> searchClass = loader.loadClass("org.downcall.VectorSearch");
        Object plain = method(searchClass, "of", metricClass, int.class)
                .invoke(null, metricClass.getEnumConstants()[0], 10);
        Object parallel = method(searchClass, "withExecutor", Executor.class)
                .invoke(plain, ForkJoinPool.commonPool());
        Call single = new Call("run", new Class<?>[] {matrixClass, float[].class}, matrix, rows[0]);
        Call batch = new Call("run", new Class<?>[] {matrixClass, matrixClass}, matrix, queries);
        long failures = 0;
        for (Object search : new Object[] {plain, parallel}) {
            failures += failEverywhere(single, search, loader);
            failures += failEverywhere(batch, search, loader);
        }
        return failures;
    }

    /** {@return how many allocations failed} */
    private static long failEverywhere(Call call, Object receiver, Loader loader) throws Throwable {
        Object expected = call.on(receiver);
        long failures = 0;
        for (long at = 1; ; at++) {
            untilFailure.set(at);
            boolean threw = false;
            try {
                Object actual = call.on(receiver);
                if (!actual.equals(expected)) {
                    throw new AssertionError(call.name + " is wrong after allocation " + at);
                }
            } catch (OutOfMemoryError e) {
                if (e != injected) {
                    throw new AssertionError("another error", e);
                }
                threw = true;
            }
            boolean reached = untilFailure.getAndSet(Long.MAX_VALUE) <= 0;
            try {
                MemoryInUse.assertNone(loader);
            } catch (AssertionError e) {
                e.addSuppressed(injected);
                throw new AssertionError(call.name + ", allocation " + at, e);
            }
            if (threw) {
                failures++;
            }
            if (!reached) {
                return failures;
            }
        }
    }

    private AllocationFailures() {}
}
