package org.downcall.internal.numbers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.downcall.internal.calls.Execution;

/**
 * The native kernel of decimal numbers. It consists of operations on unscaled values, which the
 * native kernel of big integers performs.
 *
 * <p>Quotients and square roots are computed with one or two digits more than requested. These
 * digits, and whether the remainder is zero, determine how to round. Neither the exact lengths of
 * the operands nor a comparison with half of the divisor is needed.
 */
public final class NativeBigDecimals implements BigDecimalKernel {

    private static final BigInteger FIVE = BigInteger.valueOf(5);
    private static final double LOG2_5 = 2.321928094887362;

    /** The largest power of five below 2^63. */
    private static final int LONG_FIVES = 27;

    /** More than the error of {@link Lengths#log10}. */
    private static final double LOG10_ERROR = 1e-6;

    private final BigIntegerKernel integers;

    /** @param integers performs the operations on unscaled values */
    public NativeBigDecimals(BigIntegerKernel integers) {
        this.integers = integers;
    }

    @Override
    public BigDecimal parse(String text, Execution execution) {
        DecimalNotation notation = DecimalNotation.of(text);
        try {
            return new BigDecimal(
                    new Computation(execution).parse(notation.digits()), notation.scale());
        } catch (NumberFormatException e) {
            throw DecimalNotation.explained(e, text);
        }
    }

    @Override
    public String toString(BigDecimal a, Execution execution) {
        return DecimalNotation.scientific(digits(a, execution), a.scale());
    }

    @Override
    public String toEngineeringString(BigDecimal a, Execution execution) {
        return DecimalNotation.engineering(digits(a, execution), a.scale());
    }

    @Override
    public String toPlainString(BigDecimal a, Execution execution) {
        return DecimalNotation.plain(digits(a, execution), a.scale());
    }

    private String digits(BigDecimal a, Execution execution) {
        return new Computation(execution).toString(a.unscaledValue());
    }

    @Override
    public BigDecimal multiply(
            BigDecimal a, BigDecimal b, MathContext context, Execution execution) {
        if (a.signum() == 0 || b.signum() == 0) {
            return a.multiply(b, context);
        }
        int scale = requireScaleOfProduct((long) a.scale() + b.scale());
        Computation computation = new Computation(execution);
        int precision = context.getPrecision();
        BigInteger product = computation.multiply(
                a.unscaledValue(), b.unscaledValue(), precision == 0 ? 1 : 0.4);
        long excess = precision == 0 ? 0 : computation.length(product) - precision;
        if (excess <= 0) {
            computation.parts.end();
            return new BigDecimal(product, scale);
        }
        requireScale(scale - excess);
        Quotient shortened = computation.dividedByTenTo(product.abs(), excess - 1, 1);
        BigDecimal rounded =
                computation.rounded(product.signum(), shortened, scale - excess + 1, context);
        computation.parts.end();
        return rounded;
    }

    @Override
    public BigDecimal divide(BigDecimal a, BigDecimal b, MathContext context, Execution execution) {
        if (a.signum() == 0 || b.signum() == 0) {
            return a.divide(b, context);
        }
        Computation computation = new Computation(execution);
        BigDecimal quotient = context.getPrecision() == 0
                ? computation.exactQuotient(a, b)
                : computation.quotient(a, b, context);
        computation.parts.end();
        return quotient;
    }

    @Override
    public BigDecimal sqrt(BigDecimal a, MathContext context, Execution execution) {
        if (a.signum() <= 0) {
            return a.sqrt(context);
        }
        Computation computation = new Computation(execution);
        BigDecimal root =
                context.getPrecision() == 0 || context.getRoundingMode() == RoundingMode.UNNECESSARY
                        ? computation.exactRoot(a, context.getPrecision())
                        : computation.root(a, context);
        computation.parts.end();
        return root;
    }

    private static int requireScaleOfProduct(long scale) {
        if (scale != (int) scale) {
            throw new ArithmeticException(scale > 0 ? "Underflow" : "Overflow");
        }
        return (int) scale;
    }

    /**
     * @return the scale of a number other than 0
     * @throws ArithmeticException with BigDecimal's own message, which depends on the lower 32 bits
     *     everywhere except in products
     */
    private static int requireScale(long scale) {
        if (scale != (int) scale) {
            throw new ArithmeticException((int) scale > 0 ? "Underflow" : "Overflow");
        }
        return (int) scale;
    }

    private static int requireExponent(long exponent) {
        if (exponent > Integer.MAX_VALUE) {
            throw new ArithmeticException("BigInteger would overflow supported range");
        }
        return (int) exponent;
    }

    /** {@return 5 to a power that a long can hold} */
    private static long fiveTo(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 5;
        }
        return power;
    }

    /** A {@code switch} over an enum would need a class with an initializer. */
    private static boolean roundsUp(int signum, Prefix prefix, RoundingMode mode) {
        if (mode == RoundingMode.UNNECESSARY) {
            throw new ArithmeticException("Rounding necessary");
        }
        if (mode == RoundingMode.UP || mode == RoundingMode.DOWN) {
            return mode == RoundingMode.UP;
        }
        if (mode == RoundingMode.CEILING || mode == RoundingMode.FLOOR) {
            return mode == RoundingMode.CEILING ? signum > 0 : signum < 0;
        }
        if (prefix.half != 0) {
            return prefix.half > 0;
        }
        return mode == RoundingMode.HALF_UP
                || mode == RoundingMode.HALF_EVEN && prefix.value.testBit(0);
    }

    /**
     * A quotient or a root, rounded down.
     *
     * @param value 0 or greater
     * @param exact whether nothing was lost
     */
    private record Quotient(BigInteger value, boolean exact) {}

    /**
     * The first digits of a quotient or a root.
     *
     * @param value 0 or greater
     * @param scale the scale of the value
     * @param half compares the omitted digits with one half: negative, 0, or positive
     * @param exact whether only zeros were omitted
     */
    private record Prefix(BigInteger value, long scale, int half, boolean exact) {}

    /**
     * A number without some of its factors.
     *
     * @param count how many factors were removed
     */
    private record Cofactor(BigInteger value, long count) {}

    /**
     * The operations on unscaled values of one computation. Short ones run in Java. Each long one
     * ends at a given fraction of the computation, which is an estimate.
     */
    private final class Computation {

        private final Execution execution;
        private final Execution silent;
        private final Parts parts;
        private double end;

        Computation(Execution execution) {
            this.execution = execution;
            silent = execution.progress() == null ? execution : execution.withProgress(null);
            parts = new Parts(execution);
        }

        private Execution until(double newEnd) {
            double start = end;
            end = newEnd;
            return parts.part(start, newEnd);
        }

        BigInteger parse(String digits) {
            return digits.length() < Thresholds.NATIVE_PARSE_DIGITS
                    ? new BigInteger(digits)
                    : integers.parse(digits, execution);
        }

        String toString(BigInteger a) {
            return a.bitLength() < Thresholds.NATIVE_TO_STRING_BITS
                    ? a.toString()
                    : integers.toString(a, execution);
        }

        BigInteger multiply(BigInteger a, BigInteger b, double newEnd) {
            int threshold =
                    a == b ? Thresholds.NATIVE_SQUARE_BITS : Thresholds.NATIVE_MULTIPLY_BITS;
            return Math.min(a.bitLength(), b.bitLength()) < threshold
                    ? a.multiply(b)
                    : integers.multiply(a, b, until(newEnd));
        }

        private BigInteger fiveTo(long exponent, Execution how) {
            return exponent * LOG2_5 < Thresholds.NATIVE_POWER_BITS
                    ? FIVE.pow((int) exponent)
                    : integers.pow(FIVE, requireExponent(exponent), how);
        }

        private BigInteger timesFiveTo(BigInteger a, long exponent, double newEnd) {
            BigInteger power = fiveTo(exponent, until((end + newEnd) / 2));
            return multiply(a, power, newEnd);
        }

        private BigInteger timesTenTo(BigInteger a, long exponent, double newEnd) {
            return timesFiveTo(a, exponent, newEnd).shiftLeft(requireExponent(exponent));
        }

        private BigInteger[] divide(BigInteger a, BigInteger b, Execution how) {
            long divisorBits = b.bitLength();
            long quotientBits = a.bitLength() - divisorBits;
            return divisorBits < Thresholds.NATIVE_DIVISOR_BITS
                            || quotientBits < Thresholds.NATIVE_QUOTIENT_BITS
                            || divisorBits * quotientBits < Thresholds.NATIVE_DIVISION_BITS
                    ? a.divideAndRemainder(b)
                    : integers.divideAndRemainder(a, b, how);
        }

        private BigInteger[] sqrt(BigInteger a, Execution how) {
            return a.bitLength() < Thresholds.NATIVE_SQRT_BITS
                    ? a.sqrtAndRemainder()
                    : integers.sqrtAndRemainder(a, how);
        }

        /** {@return a / 10^exponent} The factors of two are a shift, which loses bits of a. */
        Quotient dividedByTenTo(BigInteger a, long exponent, double newEnd) {
            if (exponent == 0) {
                return new Quotient(a, true);
            }
            BigInteger power = fiveTo(exponent, until((3 * end + newEnd) / 4));
            BigInteger shifted = a.shiftRight(requireExponent(exponent));
            BigInteger[] quotient = divide(shifted, power, until(newEnd));
            return new Quotient(
                    quotient[0], quotient[1].signum() == 0 && a.getLowestSetBit() >= exponent);
        }

        /** {@return the number of decimal digits} */
        long length(BigInteger a) {
            BigInteger magnitude = a.abs();
            if (magnitude.bitLength() < Long.SIZE) {
                return Long.toString(magnitude.longValue()).length();
            }
            double log10 = Lengths.log10(magnitude);
            long power = Math.round(log10);
            if (Math.abs(log10 - power) > LOG10_ERROR) {
                return (long) log10 + 1;
            }
            return isLessThanTenTo(power, magnitude) ? power : power + 1;
        }

        private boolean isLessThanTenTo(long exponent, BigInteger a) {
            BigInteger power = fiveTo(exponent, silent);
            return a.shiftRight(requireExponent(exponent)).compareTo(power) < 0;
        }

        /** {@return whether a number of {@code exponent + 1} digits is 10^exponent} */
        private boolean isTenTo(long exponent, BigInteger a) {
            return a.getLowestSetBit() == exponent
                    && a.shiftRight((int) exponent).equals(fiveTo(exponent, silent));
        }

        /**
         * {@return the number without factors of 5}
         *
         * @param a 1 or greater
         * @param limit the largest number of factors to be removed
         */
        private Cofactor withoutFives(BigInteger a, long limit) {
            long rest = a.mod(BigInteger.valueOf(NativeBigDecimals.fiveTo(LONG_FIVES)))
                    .longValue();
            if (rest != 0 || limit <= LONG_FIVES) {
                int count = 0;
                while (count < Math.min(limit, LONG_FIVES) && rest % 5 == 0) {
                    rest /= 5;
                    count++;
                }
                BigInteger power = BigInteger.valueOf(NativeBigDecimals.fiveTo(count));
                return new Cofactor(count == 0 ? a : a.divide(power), count);
            }
            long most = Math.min(limit, (long) (a.bitLength() / LOG2_5 + LOG10_ERROR));
            // Usually, the limit is the number of factors of two in a power of ten.
            BigInteger[] quotient = divide(a, fiveTo(most, silent), silent);
            if (quotient[1].signum() == 0) {
                return new Cofactor(quotient[0], most);
            }
            long count = fives(quotient[1], Long.highestOneBit(most));
            return new Cofactor(divide(a, fiveTo(count, silent), silent)[0], count);
        }

        /**
         * {@return the number of factors of 5} Each division halves the length of the number.
         *
         * @param a 1 or greater, and less than 5^(2 highest)
         * @param highest a power of two
         */
        private long fives(BigInteger a, long highest) {
            BigInteger rest = a;
            long count = 0;
            for (long power = highest; power > 0; power >>= 1) {
                BigInteger[] quotient = divide(rest, fiveTo(power, silent), silent);
                boolean divides = quotient[1].signum() == 0;
                count += divides ? power : 0;
                rest = divides ? quotient[0] : quotient[1];
            }
            return count;
        }

        /**
         * {@return the number without zeros at the end}
         *
         * @param a 1 or greater
         * @param limit the largest number of zeros to be removed
         */
        private Cofactor withoutZeros(BigInteger a, long limit) {
            int twos = a.getLowestSetBit();
            if (twos == 0 || limit <= 0) {
                return new Cofactor(a, 0);
            }
            Cofactor odd = withoutFives(a.shiftRight(twos), Math.min(limit, twos));
            return new Cofactor(odd.value.shiftLeft(twos - (int) odd.count), odd.count);
        }

        /** {@return the number with the scale nearest to the preferred one, but not below it} */
        private BigDecimal stripped(int signum, BigInteger a, int scale, long preferredScale) {
            Cofactor cofactor = withoutZeros(a, scale - preferredScale);
            return new BigDecimal(signum < 0 ? cofactor.value.negate() : cofactor.value, (int)
                    (scale - cofactor.count));
        }

        /**
         * {@return the first digits of a quotient}
         *
         * @param quotient has one or two digits more than {@code precision}
         */
        private Prefix prefix(Quotient quotient, long scale, int precision) {
            int excess = (int) (length(quotient.value) - precision);
            long unit = excess == 1 ? 10 : 100;
            BigInteger[] parts = quotient.value.divideAndRemainder(BigInteger.valueOf(unit));
            long rest = parts[1].longValue();
            int half = Long.compare(2 * rest, unit);
            return new Prefix(
                    parts[0],
                    scale - excess,
                    half == 0 && !quotient.exact ? 1 : half,
                    quotient.exact && rest == 0);
        }

        /**
         * {@return the first digits of a quotient, rounded}
         *
         * @param quotient has one or two digits more than the precision
         */
        BigDecimal rounded(int signum, Quotient quotient, long scale, MathContext context) {
            return rounded(signum, prefix(quotient, scale, context.getPrecision()), context);
        }

        private BigDecimal rounded(int signum, Prefix prefix, MathContext context) {
            int scale = requireScale(prefix.scale);
            BigInteger value = prefix.value;
            if (!prefix.exact && roundsUp(signum, prefix, context.getRoundingMode())) {
                value = value.add(BigInteger.ONE);
                if (isTenTo(context.getPrecision(), value)) {
                    value = value.divide(BigInteger.TEN);
                    scale = requireScale(scale - 1L);
                }
            }
            return new BigDecimal(signum < 0 ? value.negate() : value, scale);
        }

        BigDecimal quotient(BigDecimal a, BigDecimal b, MathContext context) {
            BigInteger dividend = a.unscaledValue().abs();
            BigInteger divisor = b.unscaledValue().abs();
            int precision = context.getPrecision();
            int preferredScale = a.scale() - b.scale();
            if (preferredScale != (long) a.scale() - b.scale()) {
                return a.divide(b, context); // throws
            }
            double log10 = Lengths.log10(dividend) - Lengths.log10(divisor);
            // 10^precision <= dividend 10^shift / divisor < 100 * 10^precision
            long shift = precision - (long) Math.floor(log10 - 2 * LOG10_ERROR);
            boolean exact = true;
            if (shift >= 0) {
                dividend = timesTenTo(dividend, shift, 0.4);
            } else {
                exact = dividend.getLowestSetBit() >= -shift;
                dividend = dividend.shiftRight(requireExponent(-shift));
                divisor = timesFiveTo(divisor, -shift, 0.4);
            }
            BigInteger[] quotient = divide(dividend, divisor, until(1));
            exact &= quotient[1].signum() == 0;
            Prefix prefix = prefix(
                    new Quotient(quotient[0], exact), (long) preferredScale + shift, precision);
            int signum = a.signum() * b.signum();
            requireScaleOfQuotient(prefix, preferredScale, precision);
            return prefix.exact
                    ? stripped(signum, prefix.value, (int) prefix.scale, preferredScale)
                    : rounded(signum, prefix, context);
        }

        /**
         * BigDecimal computes a quotient of one digit more if it is a power of ten. Its scale must
         * be in the range, too.
         */
        private void requireScaleOfQuotient(Prefix prefix, int preferredScale, int precision) {
            long scale = prefix.scale;
            boolean atLimit =
                    scale == Integer.MAX_VALUE || scale - preferredScale == Integer.MAX_VALUE;
            if (atLimit && prefix.exact && isTenTo(precision - 1L, prefix.value)) {
                scale++;
            }
            requireScale(scale);
            requireScale(scale - preferredScale);
            requireScale(prefix.scale);
        }

        /** The divisor is 2^twos 5^fives times a cofactor, which must divide the dividend. */
        BigDecimal exactQuotient(BigDecimal a, BigDecimal b) {
            BigInteger divisor = b.unscaledValue().abs();
            long preferredScale = (long) a.scale() - b.scale();
            long length = length(divisor);
            // BigDecimal divides with this scale, or with one less, and then removes zeros.
            long scale = preferredScale + length + (long) Math.ceil(10.0 * length / 3);
            if (scale == Integer.MAX_VALUE + 1L) {
                return a.divide(b);
            }
            if (preferredScale < Integer.MIN_VALUE || scale > Integer.MAX_VALUE) {
                throw nonTerminating();
            }
            int twos = divisor.getLowestSetBit();
            Cofactor cofactor = withoutFives(divisor.shiftRight(twos), Long.MAX_VALUE);
            BigInteger quotient = a.unscaledValue().abs();
            if (!cofactor.value.equals(BigInteger.ONE)) {
                BigInteger[] parts = divide(quotient, cofactor.value, until(0.6));
                if (parts[1].signum() != 0) {
                    throw nonTerminating();
                }
                quotient = parts[0];
            }
            long fives = cofactor.count;
            quotient = twos > fives
                    ? timesFiveTo(quotient, twos - fives, 1)
                    : quotient.shiftLeft((int) (fives - twos));
            long places = Math.max(twos, fives);
            return stripped(
                    a.signum() * b.signum(),
                    quotient,
                    (int) (preferredScale + places),
                    preferredScale);
        }

        private static ArithmeticException nonTerminating() {
            return new ArithmeticException("Non-terminating decimal expansion; no exact"
                    + " representable decimal result.");
        }

        BigDecimal root(BigDecimal a, MathContext context) {
            BigInteger radicand = a.unscaledValue();
            int precision = context.getPrecision();
            // 10^(2 precision) <= radicand 10^shift < 1000 * 10^(2 precision)
            long shift = 2L * precision - (long) Math.floor(Lengths.log10(radicand) - LOG10_ERROR);
            if ((a.scale() + shift) % 2 != 0) {
                shift++;
            }
            Quotient shifted = shift >= 0
                    ? new Quotient(timesTenTo(radicand, shift, 0.4), true)
                    : dividedByTenTo(radicand, -shift, 0.4);
            BigInteger[] root = sqrt(shifted.value, until(1));
            BigDecimal rounded = rounded(
                    1,
                    new Quotient(root[0], shifted.exact && root[1].signum() == 0),
                    (a.scale() + shift) / 2,
                    context);
            return stripped(
                    1, rounded.unscaledValue(), rounded.scale(), preferredScaleOfRoot(a.scale()));
        }

        /**
         * @param precision the largest number of digits of the root; 0 means that any is allowed
         */
        BigDecimal exactRoot(BigDecimal a, int precision) {
            Cofactor radicand = withoutZeros(a.unscaledValue(), Long.MAX_VALUE);
            long scale = a.scale() - radicand.count;
            if (scale < Integer.MIN_VALUE) {
                throw new ArithmeticException("Overflow");
            }
            if (scale % 2 != 0) {
                throw notExact();
            }
            BigInteger[] parts = sqrt(radicand.value, until(0.8));
            BigInteger root = parts[0];
            long length = length(root);
            if (parts[1].signum() != 0 || precision != 0 && length > precision) {
                throw notExact();
            }
            long rootScale = scale / 2;
            long preferredScale = preferredScaleOfRoot(a.scale());
            long nearestScale = precision == 0
                    ? preferredScale
                    : Math.min(preferredScale, rootScale + precision - length);
            return nearestScale <= rootScale
                    ? new BigDecimal(root, (int) rootScale)
                    : new BigDecimal(
                            timesTenTo(root, nearestScale - rootScale, 1), (int) nearestScale);
        }

        /** {@return half the scale, which BigDecimal rounds up as of JDK 26, and before toward 0} */
        private static int preferredScaleOfRoot(int scale) {
            return Runtime.version().feature() >= 26 ? Math.ceilDiv(scale, 2) : scale / 2;
        }

        /** Has BigDecimal's own message. */
        private static ArithmeticException notExact() {
            return new ArithmeticException(
                    Runtime.version().feature() >= 27
                            ? "Computed root not exact."
                            : "Computed square root not exact.");
        }
    }
}
