package org.downcall.benchmarks.results;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.downcall.benchmarks.results.Ratio.Verdict;

/** The size from which one contender of a kernel is faster than another. */
public final class BreakEven {

    /**
     * {@return the smallest size at which, and above which, the verdict is always "faster"} The
     * largest sizes do not count if the other contender is so slow there that it was measured only
     * once, which allows no verdict.
     *
     * @param ratios the speed of one contender as a multiple of the other's, by size
     * @param verdict decides whether a ratio is "faster"
     */
    public static <S> Optional<S> of(SortedMap<S, Ratio> ratios, Function<Ratio, Verdict> verdict) {
        Optional<S> first = Optional.empty();
        for (Map.Entry<S, Ratio> size : ratios.reversed().entrySet()) {
            if (verdict.apply(size.getValue()) == Verdict.FASTER) {
                first = Optional.of(size.getKey());
            } else if (first.isPresent() || !isFasterWithoutInterval(size.getValue())) {
                break;
            }
        }
        return first;
    }

    private static boolean isFasterWithoutInterval(Ratio ratio) {
        return Double.isNaN(ratio.low()) && ratio.value() > 1;
    }

    private BreakEven() {}
}
