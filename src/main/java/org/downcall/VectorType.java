package org.downcall;

import org.downcall.internal.vectors.VectorKernel;

/** The type of the elements of a vector. Numbers in memory have the byte order of the machine. */
public enum VectorType {
    /** 32-bit floating-point numbers: {@code float}. */
    FLOAT32(VectorKernel.FLOAT32, 32),

    /** 16-bit floating-point numbers (IEEE 754 binary16); see {@link Float#float16ToFloat}. */
    FLOAT16(VectorKernel.FLOAT16, 16),

    /** 16-bit floating-point numbers that are the upper half of a {@code float} (bfloat16). */
    BFLOAT16(VectorKernel.BFLOAT16, 16),

    /** Integers from -128 to 127. A row of a {@link VectorMatrix} may also have a scale. */
    INT8(VectorKernel.INT8, 8),

    /** Bits, eight in each byte. The number of dimensions is a multiple of 8. */
    BITS(VectorKernel.BITS, 1);

    private final int code;
    private final int bits;

    VectorType(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    int code() {
        return code;
    }

    boolean isFloating() {
        return VectorKernel.isFloating(code);
    }

    /** {@return how many bytes a vector has} */
    long bytes(long dimensions) {
        return dimensions * bits / Byte.SIZE;
    }

    /** {@return the length in the unit of the kernels: elements, or bytes for BITS} */
    long length(long dimensions) {
        return this == BITS ? dimensions / Byte.SIZE : dimensions;
    }

    void requireValid(int dimensions) {
        if (dimensions < 0 || (this == BITS && dimensions % Byte.SIZE != 0)) {
            throw new IllegalArgumentException("The number of dimensions is " + dimensions
                    + ". It must not be negative"
                    + (this == BITS ? ", and for BITS it must be a multiple of 8." : "."));
        }
    }
}
