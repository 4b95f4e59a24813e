package com.example;

import java.util.SplittableRandom;

/** Vectors that any machine can compute, so no machine has to keep them. */
final class RandomVectors {

    static float[] vector(long id, int dimensions) {
        SplittableRandom random = new SplittableRandom(id);
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
        }
        return vector;
    }

    private RandomVectors() {}
}
