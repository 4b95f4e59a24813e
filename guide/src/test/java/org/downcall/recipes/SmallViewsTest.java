package org.downcall.recipes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import org.junit.jupiter.api.Test;

/** Many small structs in one segment, as code with Unsafe reads them. */
class SmallViewsTest {

    private static final StructLayout POINT =
            MemoryLayout.structLayout(JAVA_INT.withName("x"), JAVA_INT.withName("y"));

    /** Coordinates: the segment, its offset, and the index of the point. */
    private static final VarHandle X = POINT.arrayElementVarHandle(PathElement.groupElement("x"));

    private static final int COUNT = 1000;

    private static MemorySegment points(Arena arena) {
        MemorySegment points = arena.allocate(POINT, COUNT);
        for (int i = 0; i < COUNT; i++) {
            X.set(points, 0L, (long) i, i);
        }
        return points;
    }

    /** The best for the JIT: one segment, whose bounds it checks once for the whole loop. */
    private static long byIndex(MemorySegment points) {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += (int) X.get(points, 0L, (long) i);
        }
        return sum;
    }

    /** A slice for each point. It costs nothing if the JIT inlines its uses, and an object if not. */
    private static long bySlice(MemorySegment points) {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            MemorySegment point = points.asSlice(i * POINT.byteSize(), POINT);
            sum += point.get(JAVA_INT, 0);
        }
        return sum;
    }

    /** As with Unsafe: addresses in a long, and one segment that covers all memory. */
    private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static long byAddress(long points) {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += EVERYTHING.get(JAVA_INT, points + i * POINT.byteSize());
        }
        return sum;
    }

    @Test
    void allThreeReadTheSame() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment points = points(arena);
            long sum = (long) COUNT * (COUNT - 1) / 2;
            assertEquals(sum, byIndex(points));
            assertEquals(sum, bySlice(points));
            assertEquals(sum, byAddress(points.address()));
        }
    }
}
