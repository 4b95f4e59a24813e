package org.downcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.downcall.guide.ForeignApi.ApiMethod;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The recipes and the library use every type of the FFM API of Java 22, and every method except
 * those listed with a reason.
 */
class CoverageTest {

    private static Coverage coverage;

    @BeforeAll
    static void read() throws IOException {
        coverage = Coverage.ofTheBuild();
    }

    @Test
    void everyTypeIsUsed() {
        assertEquals(
                List.of(),
                coverage.types().stream().filter(type -> !coverage.isUsed(type)).toList());
    }

    @Test
    void everyMethodIsUsedOrListedWithAReason() {
        SortedSet<String> unused = coverage.methods().stream()
                .filter(method -> !coverage.isUsed(method))
                .map(coverage::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Coverage.REASONS.keySet()), unused);
    }

    @Test
    void atLeastNineteenOfTwentyMethodsAreUsed() {
        List<ApiMethod> used =
                coverage.methods().stream().filter(coverage::isUsed).toList();
        int all = coverage.methods().size();
        assertTrue(20 * used.size() >= 19 * all, used.size() + " of " + all);
    }

    @Test
    void readsTheWholeApi() {
        assertTrue(coverage.types().contains("java.lang.foreign.MemoryLayout$PathElement"));
        assertTrue(coverage.methods()
                .contains(new ApiMethod("java.lang.foreign.Arena", "ofConfined()")));
        // Declared by SegmentAllocator, and again by Arena.
        assertTrue(coverage.methods()
                .contains(new ApiMethod(
                        "java.lang.foreign.SegmentAllocator", "allocate(long,long)")));
        assertTrue(coverage.methods().size() > 150, () -> coverage.methods().size() + " methods");
    }
}
