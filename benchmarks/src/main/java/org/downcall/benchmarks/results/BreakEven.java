package org.downcall.benchmarks.results;

import java.util.ArrayList;
import java.util.List;
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
     */
    public static <S> Optional<S> of(SortedMap<S, Ratio> ratios) {
        return of(ratios, Ratio::verdict);
    }

    /** @param verdict decides whether a ratio is "faster" */
    public static <S> Optional<S> of(SortedMap<S, Ratio> ratios, Function<Ratio, Verdict> verdict) {
        List<Map.Entry<S, Ratio>> sizes = new ArrayList<>(ratios.entrySet());
        while (!sizes.isEmpty() && isSlowerWithoutInterval(sizes.getLast().getValue())) {
            sizes.removeLast();
        }
        int first = sizes.size();
        while (first > 0 && verdict.apply(sizes.get(first - 1).getValue()) == Verdict.FASTER) {
            first--;
        }
        return first < sizes.size() ? Optional.of(sizes.get(first).getKey()) : Optional.empty();
    }

    private static boolean isSlowerWithoutInterval(Ratio ratio) {
        return Double.isNaN(ratio.low()) && ratio.value() > 1;
    }

    private BreakEven() {}
}
