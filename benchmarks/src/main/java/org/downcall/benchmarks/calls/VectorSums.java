package org.downcall.benchmarks.calls;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums written with the Vector API. It is an incubator module, so these methods need a JVM with
 * {@code --add-modules=jdk.incubator.vector}. They are in a class of their own, so that the other
 * benchmarks run without that option.
 */
public final class VectorSums {

    static final String MODULE = "jdk.incubator.vector";

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

    /** No longer than the 16 sums: with longer vectors the order of the additions would change. */
    private static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_PREFERRED.length() <= FloatArray.PARTIAL_SUMS
                    ? FloatVector.SPECIES_PREFERRED
                    : FloatVector.SPECIES_512;

    /**
     * Adds value i to sum i mod 16, for as many values as fill all 16 sums.
     *
     * <p>Whatever the length of a vector, value i is added to the same sum, so the result is the
     * same to the last bit. The number of accumulators is 16 divided by that length. They are local
     * variables, because C2 keeps no array of vectors in registers.
     *
     * @param sums 16 elements, which this method overwrites
     * @return how many values were added
     */
    static int add(float[] values, float[] sums) {
        int end = values.length - values.length % FloatArray.PARTIAL_SUMS;
        return switch (FLOATS.length()) {
            case 16 -> addByOne(values, sums, end);
            case 8 -> addByTwo(values, sums, end);
            case 4 -> addByFour(values, sums, end);
            default -> {
                Arrays.fill(sums, 0);
                yield 0;
            }
        };
    }

    private static int addByOne(float[] values, float[] sums, int end) {
        FloatVector a = FloatVector.zero(FLOATS);
        for (int i = 0; i < end; i += 16) {
            a = a.add(FloatVector.fromArray(FLOATS, values, i));
        }
        a.intoArray(sums, 0);
        return end;
    }

    private static int addByTwo(float[] values, float[] sums, int end) {
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        for (int i = 0; i < end; i += 16) {
            a = a.add(FloatVector.fromArray(FLOATS, values, i));
            b = b.add(FloatVector.fromArray(FLOATS, values, i + 8));
        }
        a.intoArray(sums, 0);
        b.intoArray(sums, 8);
        return end;
    }

    private static int addByFour(float[] values, float[] sums, int end) {
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int i = 0; i < end; i += 16) {
            a = a.add(FloatVector.fromArray(FLOATS, values, i));
            b = b.add(FloatVector.fromArray(FLOATS, values, i + 4));
            c = c.add(FloatVector.fromArray(FLOATS, values, i + 8));
            d = d.add(FloatVector.fromArray(FLOATS, values, i + 12));
        }
        a.intoArray(sums, 0);
        b.intoArray(sums, 4);
        c.intoArray(sums, 8);
        d.intoArray(sums, 12);
        return end;
    }

    /** {@return the sum of all numbers} */
    public static int sum(int[] numbers) {
        IntVector sums = IntVector.zero(INTS);
        int i = 0;
        for (; i < INTS.loopBound(numbers.length); i += INTS.length()) {
            sums = sums.add(IntVector.fromArray(INTS, numbers, i));
        }
        int sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < numbers.length; i++) {
            sum += numbers[i];
        }
        return sum;
    }

    /** {@return the sum of all numbers in a segment of ints} */
    public static int sum(MemorySegment numbers, int length) {
        IntVector sums = IntVector.zero(INTS);
        int i = 0;
        for (; i < INTS.loopBound(length); i += INTS.length()) {
            sums = sums.add(IntVector.fromMemorySegment(
                    INTS, numbers, (long) i * Integer.BYTES, ByteOrder.nativeOrder()));
        }
        int sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < length; i++) {
            sum += numbers.getAtIndex(ValueLayout.JAVA_INT, i);
        }
        return sum;
    }

    private VectorSums() {}
}
