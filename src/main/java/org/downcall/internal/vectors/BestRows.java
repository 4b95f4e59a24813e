package org.downcall.internal.vectors;

import java.util.Arrays;

/**
 * The result of a search: for query q, the entries from q * k to below q * k + found[q], best
 * first.
 *
 * @param positions the positions of the rows
 */
public record BestRows(int k, int[] found, double[] values, long[] positions) {

    /** Merges the results of all strands. None is null. */
    static BestRows merged(SearchRequest request, BestRows[] parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        int k = request.k();
        BestRows all = new BestRows(
                k,
                new int[request.queryCount()],
                new double[request.queryCount() * k],
                new long[request.queryCount() * k]);
        int[] next = new int[parts.length];
        for (int q = 0; q < request.queryCount(); q++) {
            Arrays.fill(next, 0);
            for (int i = 0; i < k; i++) {
                int best = -1;
                for (int p = 0; p < parts.length; p++) {
                    if (next[p] < parts[p].found[q]
                            && (best < 0
                                    || parts[p].isBetter(
                                            request, q, next[p], parts[best], next[best]))) {
                        best = p;
                    }
                }
                if (best < 0) {
                    break;
                }
                int from = q * k + next[best]++;
                all.values[q * k + i] = parts[best].values[from];
                all.positions[q * k + i] = parts[best].positions[from];
                all.found[q]++;
            }
        }
        return all;
    }

    private boolean isBetter(SearchRequest request, int q, int at, BestRows other, int otherAt) {
        int i = q * k + at;
        int j = q * k + otherAt;
        return request.isBetter(values[i], positions[i], other.values[j], other.positions[j]);
    }
}
