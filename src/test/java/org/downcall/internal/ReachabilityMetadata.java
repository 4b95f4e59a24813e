package org.downcall.internal;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.downcall.Arithmetic;
import org.downcall.BigIntegers;
import org.downcall.Fibonacci;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorType;
import org.downcall.Vectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the file that tells GraalVM's native-image which kinds of downcalls the library makes. The
 * build runs it for every jar.
 *
 * <p>The kinds are recorded, not listed by hand: the classes of the library are loaded once more,
 * with each call of {@code Linker.downcallHandle} redirected to the methods of that name here. Then
 * some operations are called, and every class that links handles is initialized.
 *
 * <p>The format is that of
 * https://www.graalvm.org/docs/reference-manual/native-image/assets/reachability-metadata-schema-v1.2.0.json
 */
public final class ReachabilityMetadata {

    static final String FILE =
            "META-INF/native-image/org.downcall/downcall/reachability-metadata.json";

    /** The options of a call. */
    enum Options {
        ORDINARY(""),
        CRITICAL(critical(false)),
        CRITICAL_WITH_HEAP_ACCESS(critical(true));

        private final String json;

        Options(String json) {
            this.json = json;
        }

        private static String critical(boolean heap) {
            return ", \"options\": {\"critical\": {\"allowHeapAccess\": " + heap + "}}";
        }

        static Options of(Linker.Option[] options) {
            if (options.length == 0) {
                return ORDINARY;
            }
            if (Arrays.equals(options, new Linker.Option[] {Linker.Option.critical(false)})) {
                return CRITICAL;
            }
            if (Arrays.equals(options, new Linker.Option[] {Linker.Option.critical(true)})) {
                return CRITICAL_WITH_HEAP_ACCESS;
            }
            throw new IllegalArgumentException("unknown options: " + Arrays.toString(options));
        }
    }

    /** What all calls of one kind have in common. Types are canonical layouts of the linker. */
    record Downcall(String returnType, List<String> parameterTypes, Options options)
            implements Comparable<Downcall> {

        private static final Comparator<Downcall> ORDER = Comparator.comparing(Downcall::returnType)
                .thenComparing(downcall -> String.join(",", downcall.parameterTypes))
                .thenComparing(Downcall::options);

        @Override
        public int compareTo(Downcall other) {
            return ORDER.compare(this, other);
        }

        String json() {
            String parameters = parameterTypes.stream()
                    .map(type -> "\"" + type + "\"")
                    .collect(joining(", ", "[", "]"));
            return "{\"returnType\": \"" + returnType + "\", \"parameterTypes\": " + parameters
                    + options.json + "}";
        }
    }

    private static final SortedSet<Downcall> RECORDED = new TreeSet<>();

    /** @param arguments the directory of the library's classes, which receives the file */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        Path classes = Path.of(arguments[0]);
        Path file = classes.resolve(FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, json(downcalls(classes)));
    }

    /** {@return the kinds of downcalls that the classes in a directory make} */
    static SortedSet<Downcall> downcalls(Path classes)
            throws IOException, ReflectiveOperationException {
        RECORDED.clear();
        RecordingLoader loader = new RecordingLoader();
        loader.loadClass(Operations.class.getName())
                .asSubclass(Runnable.class)
                .getConstructor()
                .newInstance()
                .run();
        for (String name : classNames(classes)) {
            loader.loadClass(name);
        }
        for (String name : classNames(classes)) {
            if (loader.linking.stream()
                    .anyMatch(host -> name.equals(host) || name.startsWith(host + "$"))) {
                Class.forName(name, true, loader);
            }
        }
        return new TreeSet<>(RECORDED);
    }

    private static List<String> classNames(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.startsWith("org/downcall/") && file.endsWith(".class"))
                    .map(file -> file.replaceFirst("\\.class$", "").replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    static String json(SortedSet<Downcall> downcalls) {
        return """
                {
                  "comment": "Every kind of downcall that org.downcall makes. The build writes this file.",
                  "resources": [
                    {"glob": "META-INF/native/**"}
                  ],
                  "foreign": {
                    "downcalls": [
                      %s
                    ]
                  }
                }
                """.formatted(downcalls.stream().map(Downcall::json).collect(joining(",\n      ")));
    }

    /** Records the kind of call, and links it. Public for the redirected calls. */
    public static MethodHandle downcallHandle(
            Linker linker,
            MemorySegment address,
            FunctionDescriptor function,
            Linker.Option... options) {
        add(function, options);
        return linker.downcallHandle(address, function, options);
    }

    /** The same for a handle that takes the address of the function as an argument. */
    public static MethodHandle downcallHandle(
            Linker linker, FunctionDescriptor function, Linker.Option... options) {
        add(function, options);
        return linker.downcallHandle(function, options);
    }

    private static synchronized void add(FunctionDescriptor function, Linker.Option[] options) {
        RECORDED.add(new Downcall(
                function.returnLayout().map(ReachabilityMetadata::nameOf).orElse("void"),
                function.argumentLayouts().stream()
                        .map(ReachabilityMetadata::nameOf)
                        .toList(),
                Options.of(options)));
    }

    private static String nameOf(MemoryLayout layout) {
        return switch (layout) {
            case ValueLayout.OfInt number -> "jint";
            case ValueLayout.OfLong number -> "jlong";
            case ValueLayout.OfFloat number -> "jfloat";
            case ValueLayout.OfDouble number -> "jdouble";
            case StructLayout struct ->
                struct.memberLayouts().stream()
                        .map(ReachabilityMetadata::nameOf)
                        .collect(joining(",", "struct(", ")"));
            case AddressLayout pointer -> "void*";
            default -> throw new IllegalArgumentException("unknown layout: " + layout);
        };
    }

    /**
     * Calls operations of each kernel, with short and with long operands. Native kernels run for
     * all.
     */
    public static final class Operations implements Runnable {

        @Override
        public void run() {
            String backend = System.setProperty("org.downcall.backend", "native");
            String check = System.setProperty("org.downcall.check", "true");
            try {
                operations();
            } finally {
                restore("org.downcall.backend", backend);
                restore("org.downcall.check", check);
            }
        }

        private static void restore(String property, String value) {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        }

        private static void operations() {
            Fibonacci.longValue(50);
            Fibonacci.wrapping(1_000);
            Fibonacci.wrappingIterative(1_000);
            for (int n : new int[] {10, 1_000, 300_000}) {
                BigInteger number = Fibonacci.exact(n);
                Fibonacci.decimal(n);
                BigIntegers.multiply(number, number.add(BigInteger.ONE));
                BigIntegers.square(number);
                BigIntegers.pow(number, 3);
                BigIntegers.parse(BigIntegers.toString(number));
                Arithmetic.of().withExecutor(Runnable::run).square(number);
            }
            for (int n : new int[] {10, 100_000}) {
                Vectors.dot(new float[n], new float[n]);
                Vectors.summary(new double[n]);
            }
            try (VectorMatrix matrix = VectorMatrix.allocate(VectorType.FLOAT32, 10, 8)) {
                matrix.search(new float[8], VectorMetric.DOT, 1);
                matrix.score(new float[8], VectorMetric.DOT, new double[10]);
            }
        }
    }

    /** Loads the library's classes from the class path, with the calls redirected. */
    private static final class RecordingLoader extends ClassLoader {

        /** The classes that link handles. */
        final List<String> linking = new ArrayList<>();

        RecordingLoader() {
            super(ReachabilityMetadata.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                if (!name.startsWith("org.downcall.")
                        || name.equals(ReachabilityMetadata.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                byte[] redirected = redirect(name);
                return defineClass(name, redirected, 0, redirected.length);
            }
        }

        private byte[] redirect(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                ClassReader reader = new ClassReader(file.readAllBytes());
                ClassWriter writer = new ClassWriter(reader, 0);
                reader.accept(new Redirection(name, writer), 0);
                return writer.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private final class Redirection extends ClassVisitor {

            private final String className;

            Redirection(String className, ClassVisitor next) {
                super(Opcodes.ASM9, next);
                this.className = className;
            }

            @Override
            public MethodVisitor visitMethod(
                    int access,
                    String method,
                    String descriptor,
                    String signature,
                    String[] exceptions) {
                MethodVisitor next =
                        super.visitMethod(access, method, descriptor, signature, exceptions);
                return new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitMethodInsn(
                            int opcode,
                            String owner,
                            String called,
                            String type,
                            boolean isInterface) {
                        if (!called.equals("downcallHandle")) {
                            super.visitMethodInsn(opcode, owner, called, type, isInterface);
                            return;
                        }
                        linking.add(className);
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC,
                                ReachabilityMetadata.class.getName().replace('.', '/'),
                                called,
                                "(L" + owner + ";" + type.substring(1),
                                false);
                    }
                };
            }
        }
    }

    private ReachabilityMetadata() {}
}
