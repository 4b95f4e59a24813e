package org.downcall.benchmarks.kernels;

import java.math.BigInteger;
import java.util.HexFormat;
import org.apfloat.ApfloatContext;
import org.apfloat.Apint;

/** Numbers of apfloat, in memory. It uses one processor here, like the other contenders. */
final class Apfloats {

    /**
     * The radix whose conversion to a BigInteger is fastest. From the default, 10, it takes longer
     * than all products together.
     */
    static final int RADIX_OF_BIG_INTEGERS = 16;

    static final int RADIX_OF_STRINGS = 10;

    static {
        ApfloatContext.getContext().setNumberOfProcessors(1);
        // By default, apfloat stores numbers of more than a thousandth of the heap in files.
        ApfloatContext.getContext().setMemoryThreshold(Long.MAX_VALUE);
    }

    static Apint number(long value, int radix) {
        return new Apint(value, radix);
    }

    /**
     * {@return the number in the radix whose conversion to a BigInteger is fastest} It is made of
     * the bytes, because BigInteger's own conversion is slow.
     */
    static Apint number(BigInteger value) {
        return new Apint(HexFormat.of().formatHex(value.toByteArray()), RADIX_OF_BIG_INTEGERS);
    }

    /** {@return the decimal digits of a number in another radix} */
    static String decimal(Apint value) {
        return value.toRadix(RADIX_OF_STRINGS).toString();
    }

    /** {@return the number with these decimal digits, through the radix that converts fastest} */
    static BigInteger parse(String digits) {
        return new Apint(digits, RADIX_OF_STRINGS)
                .toRadix(RADIX_OF_BIG_INTEGERS)
                .toBigInteger();
    }

    private Apfloats() {}
}
