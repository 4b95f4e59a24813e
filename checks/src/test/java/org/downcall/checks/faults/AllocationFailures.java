package org.downcall.checks.faults;

import static org.objectweb.asm.Opcodes.ANEWARRAY;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.NEW;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;
import org.downcall.checks.Searches;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/**
 * Lets allocations of an operation or a search fail, one after the other. A class loader
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

    /** So many allocations fail, each in turn. Of those that follow, which are in loops, some do. */
    private static final long EACH = 256;

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
            if (!name.startsWith("org.downcall.")
                    || name.equals(AllocationFailures.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = name.startsWith("org.downcall.checks.")
                        ? in.readAllBytes()
                        : instrumented(in);
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

    /** The operations. The class loader defines this class, too, and all that it uses. */
    public static final class Computations implements Supplier<Map<String, Runnable>> {

        @Override
        public Map<String, Runnable> get() {
            Arithmetic plain = Arithmetic.of();
            Executor pool = ForkJoinPool.commonPool();
            Arithmetic reporting = plain.withExecutor(pool).withProgress(fraction -> {});
            Map<String, Runnable> computations = new LinkedHashMap<>();
            for (Operation operation : Operation.shortOnes()) {
                computations.put(operation.name(), () -> operation.run(plain));
            }
            for (Operation operation : Operation.longOnes()) {
                computations.put(operation.name(), () -> operation.run(reporting));
            }
            Operation inSteps = Operation.multiply(1_500_000, 1_400_000);
            computations.put(inSteps.name(), () -> inSteps.run(plain));
            Searches searches = new Searches(40_000, 3);
            computations.put("search", () -> searches.single(null));
            computations.put("searches", () -> searches.batch(null));
            computations.put("search on several threads", () -> searches.single(pool));
            computations.put("searches on several threads", () -> searches.batch(pool));
            return computations;
        }
    }

    public static void main(String[] args) throws Throwable {
        Loader loader = new Loader();
        Supplier<?> supplier = (Supplier<?>)
                loader.loadClass(Computations.class.getName()).getConstructor().newInstance();
        long failures = 0;
        List<Object> unharmed = new ArrayList<>();
        Map<?, ?> computations = (Map<?, ?>) supplier.get();
        for (Map.Entry<?, ?> entry : computations.entrySet()) {
            long before = failures;
            failures += failEverywhere(entry.getKey(), (Runnable) entry.getValue(), loader);
            if (failures == before) {
                unharmed.add(entry.getKey());
            }
        }
        System.err.println(failures + " failures in " + computations.size() + " computations");
        System.out.println(unharmed.isEmpty() ? "all right" : "no failure in " + unharmed);
    }

    /** {@return how many allocations failed} */
    private static long failEverywhere(Object name, Runnable computation, Loader loader)
            throws Exception {
        computation.run();
        long failures = 0;
        for (long at = 1; ; at += at < EACH ? 1 : at / 16) {
            untilFailure.set(at);
            try {
                computation.run();
            } catch (OutOfMemoryError e) {
                if (e != injected) {
                    throw new AssertionError("another error", e);
                }
                failures++;
            }
            boolean reached = untilFailure.getAndSet(Long.MAX_VALUE) <= 0;
            try {
                MemoryInUse.assertNone(loader);
            } catch (AssertionError e) {
                e.addSuppressed(injected);
                throw new AssertionError(name + ", allocation " + at, e);
            }
            if (!reached) {
                return failures;
            }
        }
    }

    private AllocationFailures() {}
}
