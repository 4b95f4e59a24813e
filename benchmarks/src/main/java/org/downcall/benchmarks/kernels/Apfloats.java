package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.HexFormat;
import org.apfloat.Apint;
import org.apfloat.ApfloatContext;

/** Numbers of apfloat, which computes with one processor here, as all others do. */
final class Apfloats {

    /** Sixteen becomes a BigInteger fastest: of the default, 10, that takes longer than all products together. */
    static final int RADIX_OF_BIG_INTEGERS = 16;

    static final int RADIX_OF_STRINGS = 10;

    static {
        ApfloatContext.getContext().setNumberOfProcessors(1);
    }

    static Apint number(long value, int radix) {
        return new Apint(value, radix);
    }

    /** In the radix that becomes a BigInteger fastest. From the bytes: BigInteger's own conversion is slow. */
    static Apint number(BigInteger value) {
        return new Apint(HexFormat.of().formatHex(value.toByteArray()), RADIX_OF_BIG_INTEGERS);
    }

    private Apfloats() {}
}
