package org.downcall.benchmarks.calls;

import static org.downcall.benchmarks.bindings.calls_h.bench_five_size;
import static org.downcall.benchmarks.bindings.calls_h.bench_pair_size;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.util.function.IntToLongFunction;
import org.downcall.benchmarks.RequiresLibrary;
import org.downcall.benchmarks.bindings.bench_five;
import org.downcall.benchmarks.bindings.bench_pair;
import org.downcall.benchmarks.bindings.calls_h;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The layouts of the bindings agree with those of the C compiler. */
@RequiresLibrary
class StructLayoutTest {

    @BeforeAll
    static void load() {
        BenchLibrary.load();
    }

    @Test
    void pair() {
        check((StructLayout) bench_pair.layout(), bench_pair_size(), calls_h::bench_pair_offset);
    }

    @Test
    void five() {
        check((StructLayout) bench_five.layout(), bench_five_size(), calls_h::bench_five_offset);
    }

    private static void check(StructLayout layout, long size, IntToLongFunction offset) {
        assertEquals(size, layout.byteSize(), "size");
        for (int i = 0; i < layout.memberLayouts().size(); i++) {
            String name = layout.memberLayouts().get(i).name().orElseThrow();
            assertEquals(
                    offset.applyAsLong(i), layout.byteOffset(PathElement.groupElement(name)), name);
        }
    }
}
