package org.downcall.benchmarks.vectors;

import java.util.Arrays;

/** The ten rows with the highest values so far. Contenders without a search of their own use it. */
final class BestRows {

    static final int COUNT = 10;

    private final long[] rows = new long[COUNT];
    private final float[] values = new float[COUNT];
    private int found;

    void clear() {
        found = 0;
    }

    /** Rows come in ascending order, so of equal values the earlier one is better. */
    void add(long row, float value) {
        if (found == COUNT && !(value > values[COUNT - 1])) {
            return;
        }
        int at = found == COUNT ? COUNT - 1 : found++;
        while (at > 0 && value > values[at - 1]) {
            values[at] = values[at - 1];
            rows[at] = rows[at - 1];
            at--;
        }
        values[at] = value;
        rows[at] = row;
    }

    /** {@return the value that a row must exceed to be one of the best} */
    float least() {
        return found == COUNT ? values[COUNT - 1] : Float.NEGATIVE_INFINITY;
    }

    /** {@return the rows, best first} */
    long[] rows() {
        return Arrays.copyOf(rows, found);
    }
}
