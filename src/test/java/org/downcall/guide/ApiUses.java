package org.downcall.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.downcall.guide.ForeignApi.ApiMethod;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What class files use of the API: the methods that they call or refer to, and the types that they
 * name. The classes that jextract generated do not count.
 */
final class ApiUses {

    private final ForeignApi api;
    private final Map<ApiMethod, SortedSet<String>> methods = new HashMap<>();
    private final Map<String, SortedSet<String>> types = new TreeMap<>();

    ApiUses(ForeignApi api) {
        this.api = api;
    }

    /** Adds what all classes in a directory and below use. */
    void addAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> classes = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.getParent().endsWith("bindings"))
                    .toList();
            for (Path file : classes) {
                add(new ClassReader(Files.readAllBytes(file)));
            }
        }
    }

    /** {@return the top-level classes that use the method, by their simple names} */
    Set<String> of(ApiMethod method) {
        return methods.getOrDefault(method, new TreeSet<>());
    }

    /** {@return the top-level classes that use the type, by their simple names} */
    Set<String> of(String type) {
        return types.getOrDefault(type, new TreeSet<>());
    }

    private void add(ClassReader reader) {
        String user = reader.getClassName().replaceFirst(".*/", "").replaceFirst("\\$.*", "");
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            String signature,
                            String[] exceptions) {
                        addDescriptor(Type.getMethodType(descriptor), user);
                        return new Calls(user);
                    }
                },
                ClassReader.SKIP_FRAMES);
    }

    private void addMethod(String owner, String name, String descriptor, String user) {
        Type type = Type.getMethodType(descriptor);
        String key = ForeignApi.key(
                name, Stream.of(type.getArgumentTypes()).map(Type::getClassName).toList());
        addType(Type.getObjectType(owner), user);
        addDescriptor(type, user);
        api.uppermost(owner.replace('/', '.'), key)
                .ifPresent(method ->
                        methods.computeIfAbsent(method, any -> new TreeSet<>()).add(user));
    }

    private void addDescriptor(Type descriptor, String user) {
        addType(descriptor.getReturnType(), user);
        for (Type argument : descriptor.getArgumentTypes()) {
            addType(argument, user);
        }
    }

    private void addType(Type type, String user) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (api.types().containsKey(element.getClassName())) {
            types.computeIfAbsent(element.getClassName(), any -> new TreeSet<>())
                    .add(user);
        }
    }

    private final class Calls extends MethodVisitor {

        private final String user;

        Calls(String user) {
            super(Opcodes.ASM9);
            this.user = user;
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String name, String descriptor, boolean isInterface) {
            addMethod(owner, name, descriptor, user);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            addType(Type.getObjectType(owner), user);
            addType(Type.getType(descriptor), user);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            addType(Type.getObjectType(type), user);
        }

        @Override
        public void visitLdcInsn(Object value) {
            addConstant(value);
        }

        @Override
        public void visitLocalVariable(
                String name,
                String descriptor,
                String signature,
                Label start,
                Label end,
                int index) {
            addType(Type.getType(descriptor), user);
        }

        @Override
        public void visitInvokeDynamicInsn(
                String name, String descriptor, Handle bootstrap, Object... arguments) {
            addDescriptor(Type.getMethodType(descriptor), user);
            for (Object argument : arguments) {
                addConstant(argument);
            }
        }

        /** Method references, and the types of patterns, are constants of a bootstrap method. */
        private void addConstant(Object constant) {
            if (constant instanceof Handle handle && handle.getDesc().startsWith("(")) {
                addMethod(handle.getOwner(), handle.getName(), handle.getDesc(), user);
            } else if (constant instanceof Type type && type.getSort() != Type.METHOD) {
                addType(type, user);
            }
        }
    }
}
