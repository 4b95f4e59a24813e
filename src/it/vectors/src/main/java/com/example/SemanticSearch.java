package com.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.downcall.VectorMatch;
import org.downcall.VectorMatrix;
import org.downcall.VectorMetric;

/**
 * Prints the sentences that are most similar to one of them. Row i of a .npy file is the embedding
 * of line i of a text file.
 *
 * <p>Usage: {@code SemanticSearch EMBEDDINGS SENTENCES LINE}
 */
public final class SemanticSearch {

    public static void main(String[] args) throws IOException {
        List<String> sentences = Files.readAllLines(Path.of(args[1]));
        try (VectorMatrix embeddings = VectorMatrix.map(Path.of(args[0]))) {
            float[] query = embeddings.row(Long.parseLong(args[2]));
            for (VectorMatch match : embeddings.search(query, VectorMetric.COSINE, 3)) {
                String sentence = sentences.get((int) match.row());
                System.out.printf(Locale.ROOT, "%.3f  %s%n", match.value(), sentence);
            }
        }
    }
}
