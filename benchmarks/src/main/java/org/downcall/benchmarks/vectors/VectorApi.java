package org.downcall.benchmarks.vectors;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A dot product written with the Vector API, which needs a JVM with {@link VectorModule#OPTION}. */
final class VectorApi {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Uses four sums, because the CPU overlaps four additions in time. */
    static float dot(float[] a, float[] b) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int width = SPECIES.length();
        int i = 0;
        for (; i <= a.length - 4 * width; i += 4 * width) {
            sum0 = plusProduct(sum0, a, b, i);
            sum1 = plusProduct(sum1, a, b, i + width);
            sum2 = plusProduct(sum2, a, b, i + 2 * width);
            sum3 = plusProduct(sum3, a, b, i + 3 * width);
        }
        for (; i <= a.length - width; i += width) {
            sum0 = plusProduct(sum0, a, b, i);
        }
        float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
        for (; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static FloatVector plusProduct(FloatVector sum, float[] a, float[] b, int i) {
        return FloatVector.fromArray(SPECIES, a, i).fma(FloatVector.fromArray(SPECIES, b, i), sum);
    }

    private VectorApi() {}
}
