package org.downcall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.downcall.internal.vectors.VectorKernel;

/**
 * Reads and writes elements as numbers of type float.
 *
 * <p>A {@code switch} over an enum would need a class with an initializer, which fails for good if
 * the heap is full when it runs.
 */
final class VectorElements {

    private static final int MOST_QUANTIZED = 127;

    /** {@return an element of a row} */
    static float get(VectorType type, MemorySegment row, long i) {
        return switch (type.code()) {
            case VectorKernel.FLOAT32 -> row.get(JAVA_FLOAT_UNALIGNED, 4 * i);
            case VectorKernel.FLOAT16 -> Float.float16ToFloat(row.get(JAVA_SHORT_UNALIGNED, 2 * i));
            case VectorKernel.BFLOAT16 ->
                Float.intBitsToFloat(row.get(JAVA_SHORT_UNALIGNED, 2 * i) << 16);
            case VectorKernel.INT8 -> row.get(JAVA_BYTE, i);
            default -> throw new AssertionError(type);
        };
    }

    /**
     * Rounds a number to the nearest number of a floating-point type, and ties to even.
     */
    static void set(VectorType type, MemorySegment row, long i, float value) {
        switch (type.code()) {
            case VectorKernel.FLOAT32 -> row.set(JAVA_FLOAT_UNALIGNED, 4 * i, value);
            case VectorKernel.FLOAT16 ->
                row.set(JAVA_SHORT_UNALIGNED, 2 * i, Float.floatToFloat16(value));
            case VectorKernel.BFLOAT16 -> row.set(JAVA_SHORT_UNALIGNED, 2 * i, toBfloat16(value));
            default -> throw new AssertionError(type);
        }
    }

    static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >> 16 | 0x40); // Quiet, and not an infinity.
        }
        return (short) (bits + 0x7FFF + (bits >> 16 & 1) >> 16);
    }

    /**
     * Divides numbers by a scale that makes the largest absolute value 127, and rounds them.
     *
     * @return the scale; 1 if all numbers are 0
     * @throws IllegalArgumentException if a number is infinite or NaN
     */
    static float quantize(float[] numbers, byte[] to) {
        float largest = 0;
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new IllegalArgumentException("The element " + number
                        + " cannot be converted to INT8. Pass finite" + " numbers.");
            }
            largest = Math.max(largest, Math.abs(number));
        }
        float scale = largest / MOST_QUANTIZED;
        if (scale == 0) {
            scale = largest == 0 ? 1 : Float.MIN_VALUE;
        }
        for (int i = 0; i < numbers.length; i++) {
            long quotient = Math.round((double) numbers[i] / scale);
            to[i] = (byte) Math.clamp(quotient, -MOST_QUANTIZED, MOST_QUANTIZED);
        }
        return scale;
    }

    private VectorElements() {}
}
