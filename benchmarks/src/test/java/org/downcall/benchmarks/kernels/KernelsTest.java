package org.downcall.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.downcall.benchmarks.calls.BenchLibrary;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Properties of every kernel. */
class KernelsTest {

    static final List<Kernel> ALL = Kernels.ALL;

    @ParameterizedTest
    @FieldSource("ALL")
    void namesAreUniqueAndFound(Kernel kernel) {
        assertEquals(kernel, Kernels.named(kernel.name()));
        for (Contender contender : kernel.contenders()) {
            assertEquals(contender.title(), kernel.contender(contender.name()).title());
        }
    }

    @Test
    void theErrorForAnUnknownNameListsTheValidNames() {
        assertEquals(
                "There is no kernel 'fibonacci'. The kernels are "
                        + "[fibonacci-long, fibonacci-loop, fibonacci-doubling, fibonacci-exact, fibonacci-decimal, "
                        + "multiply, square, pow, divide, square-root, gcd, mod-inverse, mod-pow, factorial, "
                        + "to-string, parse, to-radix-7, to-radix-16, from-radix-7, from-radix-16, "
                        + "decimal-parse, decimal-to-string, decimal-multiply, decimal-divide, decimal-sqrt, "
                        + "fibonacci-scaling, dot-float32, dot-float16, dot-int8, hamming, "
                        + "search-float32, search-float16, search-float16-768, search-int8, search-candidates, search-batch, search-batch-768, search-batch-int8-768].",
                assertThrows(IllegalArgumentException.class, () -> Kernels.named("fibonacci"))
                        .getMessage());
        assertEquals(
                "The kernel fibonacci-loop has no contender 'c'. Its contenders are [java, native].",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new FibonacciLoop().contender("c"))
                        .getMessage());
    }

    /**
     * Runs every size of default mode. Larger sizes of full mode may take too long in Java.
     */
    @ParameterizedTest
    @FieldSource("ALL")
    void theFirstContenderIsInJavaAndRunsEverywhereUnlessItIsTheOnlyOne(Kernel kernel) {
        Contender first = kernel.contenders().getFirst();
        assertEquals(kernel.contenders().size() == 1 ? Kind.NATIVE : Kind.JAVA, first.kind());
        if (first.kind() == Kind.JAVA) {
            assertEquals(Optional.empty(), first.absence());
            assertTrue(kernel.sizes(RunMode.DEFAULT).stream().allMatch(first::runsWith));
            assertTrue(kernel.sizes(RunMode.FULL).stream()
                    .filter(first::computes)
                    .allMatch(first::runsWith));
        }
    }

    /** Charts and tables compare the others with it. */
    @ParameterizedTest
    @FieldSource("ALL")
    void theContenderInCRunsWithEverySize(Kernel kernel) {
        assertTrue(
                kernel.sizes(RunMode.FULL).stream().allMatch(kernel.contender("native")::runsWith));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void replacementsOfTheJdkAreMeasuredOnBothSidesOfTheirThreshold(Kernel kernel) {
        if (kernel.standsInForJava()) {
            Contender java = kernel.contender("java");
            assertTrue(
                    kernel.sizes(RunMode.FULL).stream().filter(java::runsWith).count() >= 10,
                    kernel.name());
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void sizesAscendAndFullModeIncludesThoseOfTheOthers(Kernel kernel) {
        for (RunMode mode : RunMode.values()) {
            List<Long> sizes = kernel.sizes(mode);
            assertEquals(
                    sizes.stream().sorted(Comparator.naturalOrder()).distinct().toList(), sizes);
        }
        assertTrue(kernel.sizes(RunMode.SMOKE).size() <= 2);
        assertTrue(kernel.sizes(RunMode.FULL).containsAll(kernel.sizes(RunMode.SMOKE)));
        assertTrue(kernel.sizes(RunMode.FULL).containsAll(kernel.sizes(RunMode.DEFAULT)));
    }

    @ParameterizedTest
    @EnumSource(value = RunMode.class, names = "DEFAULT", mode = EnumSource.Mode.EXCLUDE)
    void everyContenderRunsInSmokeAndFullMode(RunMode mode) {
        for (Kernel kernel : ALL) {
            for (Contender contender : kernel.contenders()) {
                assertTrue(
                        kernel.sizes(mode).stream().anyMatch(contender::runsWith),
                        kernel.name() + ", " + contender.name());
            }
        }
    }

    @Test
    void contendersInCAreAbsentIfAndOnlyIfTheLibraryIs() {
        for (Kernel kernel : ALL) {
            for (Contender contender : kernel.contenders()) {
                if (contender.kind() == Kind.NATIVE) {
                    boolean ofBenchmarks = List.of("jni", "c").contains(contender.name());
                    boolean present =
                            DowncallKernels.present() && (!ofBenchmarks || BenchLibrary.present());
                    assertEquals(present, contender.absence().isEmpty(), contender.name());
                }
            }
        }
    }

    @Test
    void aContenderMayOmitSizes() {
        Contender all = Contender.of(Kind.JAVA, "java", "Java", size -> Task.ofLong(() -> size));
        assertTrue(all.runsWith(0) && all.runsWith(30) && all.runsWith(Long.MAX_VALUE));
        Contender some = all.atPowersOfTen().upTo(1000);
        assertTrue(some.runsWith(1) && some.runsWith(10) && some.runsWith(1000));
        assertFalse(some.runsWith(0)
                || some.runsWith(30)
                || some.runsWith(110)
                || some.runsWith(10_000));
        Contender larger = some.from(100);
        assertTrue(larger.runsWith(100) && larger.runsWith(1000));
        assertFalse(larger.runsWith(1) || larger.runsWith(10) || larger.runsWith(10_000));
    }

    @Test
    void aContenderMayBeSlowAtLargeSizes() {
        Contender all = Contender.of(Kind.JAVA, "java", "Java", size -> Task.ofLong(() -> size));
        assertFalse(all.isSlowWith(1_000_000_000_000L));
        Contender slow =
                all.slowFrom(1000).upTo(5000).atPowersOfTen().from(10).unless(Optional::empty);
        assertFalse(slow.isSlowWith(999));
        assertTrue(slow.isSlowWith(1000));
    }

    @Test
    void aContenderMayRunOnceAtLargeSizes() {
        Contender all = Contender.of(Kind.JAVA, "java", "Java", size -> Task.ofLong(() -> size));
        assertFalse(all.runsOnceWith(1_000_000_000_000L));
        Contender once =
                all.onceFrom(1000).slowFrom(10).upTo(5000).from(10).unless(Optional::empty);
        assertFalse(once.runsOnceWith(999));
        assertTrue(once.runsOnceWith(1000));
    }

    @Test
    void aTaskReturnsItsResultOrOneThatIsFetchedSeparately() {
        assertEquals("text", Task.of(() -> "text").result());
        assertEquals(7L, Task.ofLong(() -> 7).result());
        assertEquals("all of it", Task.ofLong(() -> 9, () -> "all of it").result());
        assertEquals("checked", Task.of(() -> "text", () -> "checked").result());
    }
}
