package org.downcall.benchmarks.calls;

import java.util.List;

/** The shapes that pass data or call back, in the order of the tables. */
final class DataShapes {

    static final List<Class<?>> ALL = List.of(
            FloatArray.class,
            StringIn.class,
            StringOut.class,
            StringArray.class,
            InstructionSets.class,
            AfterNewArray.class,
            Crc32.class,
            UpcallComparator.class,
            UpcallIntegrand.class,
            UpcallFromThread.class,
            Arenas.class,
            SharedArenaClose.class,
            SharedArenaBystander.class);

    private DataShapes() {}
}
