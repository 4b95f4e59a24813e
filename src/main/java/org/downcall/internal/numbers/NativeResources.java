package org.downcall.internal.numbers;

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
        this(
                new ResidueCheck(check),
                new NativeTasks(
                        memory, Thresholds.ONE_CALL_TASK_LIMBS, Thresholds.JAVA_BIG_ENDIAN_LIMBS));
    }

    /**
     * {@return what a rehearsal uses, and an early computation with short numbers: its memory does
     * not count, because it is little, and every task runs in one call}
     */
    NativeResources forRehearsal() {
        return new NativeResources(
                check,
                new NativeTasks(NativeMemory.forRehearsal(), Long.MAX_VALUE, Long.MAX_VALUE));
    }
}
