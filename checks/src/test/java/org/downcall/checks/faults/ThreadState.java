package org.downcall.checks.faults;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;

/** Computes after other native code has changed the state of the thread. */
public final class ThreadState {

    private static final int DEFAULT = 0x1F80;
    private static final int FLAGS = 0x3F;

    /**
     * Rounding down, up, and toward zero; flush to zero, denormals are zero; without the masks of
     * the exceptions that code of the JVM does not raise.
     */
    private static final int[] CONTROL_WORDS = {
        DEFAULT | 0x2000, DEFAULT | 0x4000, DEFAULT | 0x6000, DEFAULT | 0x8040, DEFAULT - 0x0680
    };

    /** @param args the library compiled from thread_state.c */
    public static void main(String[] args) throws Throwable {
        SymbolLookup library = SymbolLookup.libraryLookup(Path.of(args[0]), Arena.global());
        Linker linker = Linker.nativeLinker();
        MethodHandle get = linker.downcallHandle(
                library.find("control_word").orElseThrow(), FunctionDescriptor.of(JAVA_INT));
        MethodHandle set = linker.downcallHandle(
                library.find("set_control_word").orElseThrow(),
                FunctionDescriptor.ofVoid(JAVA_INT));
        MethodHandle makeDirty = linker.downcallHandle(
                library.find("make_upper_halves_dirty").orElseThrow(), FunctionDescriptor.ofVoid());
        List<Operation> operations = new ArrayList<>(Operation.shortOnes());
        operations.addAll(Operation.longOnes());
        for (Operation operation : operations) {
            for (int word : CONTROL_WORDS) {
                set.invoke(word);
                try {
                    operation.run(Arithmetic.of());
                    operation.run(Arithmetic.of().withExecutor(ForkJoinPool.commonPool()));
                    int after = (int) get.invoke();
                    if ((after | FLAGS) != (word | FLAGS)) {
                        throw new AssertionError(Integer.toHexString(after));
                    }
                } finally {
                    set.invoke(DEFAULT);
                }
            }
            makeDirty.invoke();
            operation.run(Arithmetic.of());
        }
        MemoryInUse.assertNone();
        System.out.println("all right");
    }

    private ThreadState() {}
}
