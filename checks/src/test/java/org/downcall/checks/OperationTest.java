package org.downcall.checks;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.downcall.Arithmetic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The operations of the other tests include every method of {@link Arithmetic} that computes. */
class OperationTest {

    private static final String OPERATION = Type.getInternalName(Operation.class);
    private static final String ARITHMETIC = Type.getInternalName(Arithmetic.class);

    @ParameterizedTest
    @ValueSource(strings = {"shortOnes", "longOnes"})
    void everyMethodOccurs(String list) throws Exception {
        Map<String, Set<String>> calls = callsInOperation();
        Set<String> reached = new TreeSet<>();
        addReached(
                list + Type.getMethodDescriptor(Operation.class.getMethod(list)), calls, reached);
        Set<String> missing = Arrays.stream(Arithmetic.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() != Arithmetic.class)
                .map(OperationTest::nameOf)
                .collect(toCollection(TreeSet::new));
        assertFalse(missing.isEmpty());
        missing.removeAll(reached);
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyShortOneIsRight() {
        for (Operation operation : Operation.shortOnes()) {
            operation.run(Arithmetic.of());
        }
    }

    private static String nameOf(Method method) {
        return ARITHMETIC + "." + method.getName() + Type.getMethodDescriptor(method);
    }

    private static void addReached(
            String method, Map<String, Set<String>> calls, Set<String> reached) {
        for (String call : calls.getOrDefault(method, Set.of())) {
            if (reached.add(call)) {
                addReached(call, calls, reached);
            }
        }
    }

    /** {@return what each method of Operation calls, also through lambda expressions} */
    private static Map<String, Set<String>> callsInOperation() throws IOException {
        Map<String, Set<String>> calls = new HashMap<>();
        try (InputStream in = Operation.class.getResourceAsStream("Operation.class")) {
            new ClassReader(in)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access,
                                        String name,
                                        String type,
                                        String signature,
                                        String[] exceptions) {
                                    Set<String> called = new HashSet<>();
                                    calls.put(name + type, called);
                                    return new Calls(called);
                                }
                            },
                            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }
        return calls;
    }

    private static final class Calls extends MethodVisitor {
        private final Set<String> called;

        Calls(Set<String> called) {
            super(Opcodes.ASM9);
            this.called = called;
        }

        private void add(String owner, String name, String type) {
            called.add(owner.equals(OPERATION) ? name + type : owner + "." + name + type);
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String name, String type, boolean isInterface) {
            add(owner, name, type);
        }

        @Override
        public void visitInvokeDynamicInsn(
                String name, String type, Handle bootstrap, Object... arguments) {
            for (Object argument : List.of(arguments)) {
                if (argument instanceof Handle handle) {
                    add(handle.getOwner(), handle.getName(), handle.getDesc());
                }
            }
        }
    }
}
