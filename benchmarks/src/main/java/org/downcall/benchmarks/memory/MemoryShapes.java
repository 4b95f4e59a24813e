package org.downcall.benchmarks.memory;

import java.util.List;

/** The shapes of memory, in the order of the report. */
public final class MemoryShapes {

    public static final List<Class<?>> ALL = List.of(
            StructField.class,
            StructArray.class,
            SegmentLoop.class,
            SegmentView.class,
            StringAllocators.class,
            Atomics.class,
            MappedFile.class);

    private MemoryShapes() {}
}
