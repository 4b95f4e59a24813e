package org.downcall.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.downcall.benchmarks.results.Estimate;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Scale;

/** Numbers as text, with three significant digits, or fewer if the error is larger. */
final class Figures {

    private static final int DIGITS = 3;
    private static final int DIGITS_OF_ERROR = 2;

    /** A ratio below this is written in percent. */
    private static final double PERCENT_BELOW = 1.1;

    /** The factor from which a number rounds to the next power of ten. */
    private static final double ROUNDING = 1 + 0.5 * Math.pow(10, -DIGITS);

    /** {@return a text such as {@code 6.71 ± 0.12 ns}; without an error if it is unknown} */
    static String time(Estimate time) {
        Scale scale = scale(time.mean());
        return withError(time.times(scale.factor())) + " " + unit(scale);
    }

    static String time(double nanoseconds) {
        Scale scale = scale(nanoseconds);
        return rounded(nanoseconds * scale.factor(), Double.NaN) + " " + unit(scale);
    }

    /**
     * {@return the bytes of one operation} Less than half a byte is 0: JMH divides allocations
     * beside the benchmark by the number of operations.
     */
    static String bytes(Optional<Estimate> allocated) {
        if (allocated.isEmpty()) {
            return "";
        }
        double bytes = allocated.get().mean();
        if (!(bytes >= 0.5)) {
            return "0 B";
        }
        if (bytes < 1024) {
            return Math.round(bytes) + " B";
        }
        return bytes < 1024 * 1024
                ? rounded(bytes / 1024, Double.NaN) + " KiB"
                : rounded(bytes / 1024 / 1024, Double.NaN) + " MiB";
    }

    /** {@return a text such as {@code 11.8×, 10.9 to 12.7}, or {@code 11.8×} without an interval} */
    static String ratio(Ratio ratio) {
        return factor(ratio.value()) + (hasInterval(ratio) ? ", " + interval(ratio) : "");
    }

    static String factor(double value) {
        return digits(value) + "×";
    }

    /** {@return a text such as {@code 2.51 to 2.93}; "-" if there are too few samples for one} */
    static String interval(Ratio ratio) {
        return hasInterval(ratio) ? digits(ratio.low()) + " to " + digits(ratio.high()) : "-";
    }

    /** With few samples, the interval is unknown or has no end. */
    static boolean hasInterval(Ratio ratio) {
        return ratio.low() > 0 && Double.isFinite(ratio.high());
    }

    private static String digits(double value) {
        if (value < 0.1) {
            return fixed(value, 1 - exponent(value));
        }
        return value < 10
                ? fixed(value, 2)
                : value < 1000 ? rounded(value, Double.NaN) : count(Math.rint(value));
    }

    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * fraction);
    }

    /** {@return a half-width, such as 3.1 %} */
    static String halfWidth(double fraction) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }

    static String count(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) number)
                : Double.toString(number);
    }

    /** {@return a size in a picture: {@code 10⁷} for a large power of ten} */
    static String amount(double number) {
        int exponent = exponent(number * ROUNDING);
        return exponent >= 5 && number == Math.pow(10, exponent)
                ? "10" + exponent(Integer.toString(exponent))
                : count(number);
    }

    private static String exponent(String digits) {
        StringBuilder superscript = new StringBuilder();
        digits.chars().forEach(digit -> superscript.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0')));
        return superscript.toString();
    }

    /** {@return the number without trailing zeros} */
    static String plain(double number) {
        return BigDecimal.valueOf(number)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@return a chosen time such as {@code 10 µs}, without trailing zeros} */
    static String duration(double nanoseconds) {
        Scale scale = Scale.ofTime(nanoseconds);
        return plain(nanoseconds * scale.factor()) + " " + unit(scale);
    }

    private static String withError(Estimate estimate) {
        String mean = rounded(estimate.mean(), estimate.error());
        if (Double.isNaN(estimate.error())) {
            return mean;
        }
        // Rounded up, so that no error looks smaller than it is.
        BigDecimal error = BigDecimal.valueOf(estimate.error())
                .setScale(decimals(estimate.mean(), estimate.error()), RoundingMode.UP);
        return mean + " ± " + error.toPlainString();
    }

    private static String rounded(double value, double error) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        return BigDecimal.valueOf(value)
                .setScale(decimals(value, error), RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** A negative number means that the last digits before the point are unknown, too. */
    private static int decimals(double value, double error) {
        int decimals = value == 0 ? 0 : Math.min(DIGITS, DIGITS - 1 - exponent(value * ROUNDING));
        if (error > 0) {
            decimals = Math.min(decimals, DIGITS_OF_ERROR - 1 - exponent(error));
        } else {
            decimals = Math.max(decimals, 0);
        }
        return decimals;
    }

    private static int exponent(double value) {
        return (int) Math.floor(Math.log10(Math.abs(value)));
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** The unit of the rounded number: 999.9 ns are 1.00 us. */
    private static Scale scale(double nanoseconds) {
        return Scale.ofTime(nanoseconds * ROUNDING);
    }

    private static String unit(Scale scale) {
        return scale.unit().equals("us") ? "µs" : scale.unit();
    }

    private Figures() {}
}
