package org.downcall.benchmarks.vectors;

import java.util.SplittableRandom;
import org.downcall.VectorType;

/** Random vectors, the same in every JVM. */
final class Samples {

    private static final int QUERY = -1;

    /** {@return numbers between -1 and 1} */
    static float[] floats(int row, int dimensions) {
        SplittableRandom random = new SplittableRandom(row);
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextInt(-1_000_000, 1_000_000) / 1_000_000;
        }
        return vector;
    }

    static short[] halves(int row, int dimensions) {
        float[] vector = floats(row, dimensions);
        short[] halves = new short[dimensions];
        for (int i = 0; i < dimensions; i++) {
            halves[i] = Float.floatToFloat16(vector[i]);
        }
        return halves;
    }

    static byte[] bytes(int row, int dimensions) {
        SplittableRandom random = new SplittableRandom(row);
        byte[] vector = new byte[dimensions];
        random.nextBytes(vector);
        return vector;
    }

    static float[] query(int dimensions) {
        return floats(QUERY, dimensions);
    }

    static byte[] queryOfBytes(int dimensions) {
        return bytes(QUERY, dimensions);
    }

    /** {@return several queries, of which the first one is {@link #query}} */
    static float[][] queries(int count, int dimensions) {
        float[][] queries = new float[count][];
        for (int i = 0; i < count; i++) {
            queries[i] = floats(QUERY - i, dimensions);
        }
        return queries;
    }

    static float[][] rows(int count, int dimensions) {
        float[][] rows = new float[count][];
        for (int row = 0; row < count; row++) {
            rows[row] = floats(row, dimensions);
        }
        return rows;
    }

    static byte[][] rowsOfBytes(int count, int dimensions) {
        byte[][] rows = new byte[count][];
        for (int row = 0; row < count; row++) {
            rows[row] = bytes(row, dimensions);
        }
        return rows;
    }

    /** {@return several queries, of which the first one is {@link #queryOfBytes}} */
    static byte[][] queriesOfBytes(int count, int dimensions) {
        byte[][] queries = new byte[count][];
        for (int i = 0; i < count; i++) {
            queries[i] = bytes(QUERY - i, dimensions);
        }
        return queries;
    }

    /** {@return integers as floats} */
    static float[][] toFloats(byte[][] vectors) {
        float[][] floats = new float[vectors.length][vectors[0].length];
        for (int row = 0; row < vectors.length; row++) {
            for (int i = 0; i < floats[row].length; i++) {
                floats[row][i] = vectors[row][i];
            }
        }
        return floats;
    }

    /** {@return the name of a type, as a part of the name of a kernel} */
    static String name(VectorType type) {
        return switch (type) {
            case FLOAT32 -> "float32";
            case FLOAT16 -> "float16";
            case INT8 -> "int8";
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private Samples() {}
}
