package com.example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;
import org.downcall.VectorSearch;

/**
 * Prints the rows of a file of fingerprints that no earlier row duplicates. Two fingerprints are
 * duplicates if at most so many bits differ.
 *
 * <p>Usage: {@code Deduplication FINGERPRINTS BITS}
 */
public final class Deduplication {

    public static void main(String[] args) throws IOException {
        try (VectorMatrix fingerprints = VectorMatrix.map(Path.of(args[0]))) {
            System.out.println(unique(fingerprints, Integer.parseInt(args[1])));
        }
    }

    /** Searches for each row among the rows that were kept so far. */
    static BitSet unique(VectorMatrix fingerprints, int bits) {
        BitSet kept = new BitSet();
        VectorSearch nearest = VectorSearch.of(VectorMetric.HAMMING, 1);
        for (int row = 0; row < fingerprints.rows(); row++) {
            List<VectorMatch> match =
                    nearest.withFilter(kept).run(fingerprints, fingerprints.bytes(row));
            if (match.isEmpty() || match.getFirst().value() > bits) {
                kept.set(row);
            }
        }
        return kept;
    }
}
