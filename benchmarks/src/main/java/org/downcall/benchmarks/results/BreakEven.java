package org.downcall.benchmarks.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.downcall.benchmarks.results.Ratio.Verdict;

/** From which size on one contender of a kernel is faster than another one. */
public final class BreakEven {

    /**
     * {@return the smallest size at which, and at all larger ones, the one is faster beyond doubt}
     *
     * @param ratios how much faster the one is, by size
     */
    public static <S> Optional<S> of(SortedMap<S, Ratio> ratios) {
        List<Map.Entry<S, Ratio>> sizes = new ArrayList<>(ratios.entrySet());
        int first = sizes.size();
        while (first > 0 && sizes.get(first - 1).getValue().verdict() == Verdict.FASTER) {
            first--;
        }
        return first < sizes.size() ? Optional.of(sizes.get(first).getKey()) : Optional.empty();
    }

    private BreakEven() {}
}
