package org.downcall.internal.numbers;

import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.NativeMemory;
import org.downcall.internal.calls.NativeTasks;

/**
 * What the native kernels share: the check of their results, and the tasks, whose memory is limited
 * in total.
 */
public record NativeResources(ResidueCheck check, NativeTasks tasks) {

    /** Results are not checked, and memory is not limited. */
    public NativeResources() {
        this(false, NativeMemory.unlimited());
    }

    /** @param check whether every result is checked */
    public NativeResources(boolean check, NativeMemory memory) {
        this(new ResidueCheck(check), new NativeTasks(memory, Thresholds.ONE_CALL_TASK_LIMBS));
    }

    /** {@return how a rehearsal runs: with an executor, which takes more classes than without} */
    static Execution rehearsal() {
        return new Execution(Runnable::run, 0, fraction -> {});
    }

    /**
     * {@return what a rehearsal uses: its memory does not count, because it is not the user's, and
     * every task runs in steps, which includes what a task in one call needs}
     */
    NativeResources forRehearsal() {
        return new NativeResources(check, new NativeTasks(NativeMemory.unlimited(), 0));
    }
}
