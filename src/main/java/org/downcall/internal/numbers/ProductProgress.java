package org.downcall.internal.numbers;

import java.math.BigInteger;
import java.util.List;
import java.util.PriorityQueue;
import org.downcall.internal.calls.Execution;

/**
 * Divides the progress of a {@link BalancedProduct} among its tasks. A task counts as much as its
 * result has bits.
 */
final class ProductProgress {

    private final Execution execution;
    private final Parts parts;
    private final double total;
    private int left; // the products that are not done
    private double done;
    private double reached;

    /**
     * @param factors the long factors
     * @param words the short factors, whose product is one more factor
     */
    ProductProgress(Execution execution, List<BigInteger> factors, int words) {
        this.execution = execution;
        parts = new Parts(execution);
        left = factors.size() + 1; // of the words, and then one for each factor
        total = execution.progress() == null ? 0 : totalBits(factors, (long) words * Long.SIZE);
    }

    private static double totalBits(List<BigInteger> factors, long bitsOfWords) {
        PriorityQueue<Long> lengths = new PriorityQueue<>();
        lengths.add(bitsOfWords);
        for (BigInteger factor : factors) {
            lengths.add((long) factor.bitLength());
        }
        double sum = bitsOfWords;
        while (lengths.size() > 1) {
            long length = lengths.remove() + lengths.remove();
            sum += length;
            lengths.add(length);
        }
        return sum;
    }

    /** {@return how the next product, of the given number of bits, runs} */
    Execution next(long bits) {
        left--;
        done += bits;
        if (execution.progress() == null) {
            return execution;
        }
        // The actual products may have a few bits less than expected. The last one ends at 1.
        double from = reached;
        reached = left == 0 ? 1 : Math.min(done / total, 1 - left * 1e-12);
        return parts.part(from, reached);
    }

    /** The last product is done. */
    void end() {
        parts.end();
    }
}
