package org.downcall.benchmarks.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/** Numbers as text, with three significant digits, or fewer if the error is larger. */
public final class Figures {

    private static final int DIGITS = 3;
    private static final int DIGITS_OF_ERROR = 2;

    /** The factor from which a number rounds to the next power of ten. */
    private static final double ROUNDING = 1 + 0.5 * Math.pow(10, -DIGITS);

    /** {@return a text such as {@code 6.71 ± 0.12 ns}; without an error if it is unknown} */
    public static String time(Estimate time) {
        // The unit of the rounded number: 999.9 ns are 1.00 us.
        Scale scale = Scale.ofTime(time.mean() * ROUNDING);
        double mean = time.mean() * scale.factor();
        double error = time.error() * scale.factor();
        if (Double.isNaN(error)) {
            return rounded(mean) + " " + unit(scale);
        }
        int decimals = error > 0
                // A negative number means that the last digits before the point are unknown, too.
                ? Math.min(decimals(mean), DIGITS_OF_ERROR - 1 - exponent(error))
                : Math.max(decimals(mean), 0);
        return rounded(mean, decimals, RoundingMode.HALF_UP) + " ± "
                // Rounded up, so that no error looks smaller than it is.
                + rounded(error, decimals, RoundingMode.UP) + " " + unit(scale);
    }

    public static String time(double nanoseconds) {
        return time(new Estimate(nanoseconds, Double.NaN, nanoseconds, nanoseconds));
    }

    /**
     * {@return the bytes of one operation} Less than half a byte is 0: JMH divides allocations
     * beside the benchmark by the number of operations.
     */
    public static String bytes(Optional<Estimate> allocated) {
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
                ? rounded(bytes / 1024) + " KiB"
                : rounded(bytes / 1024 / 1024) + " MiB";
    }

    /** {@return a text such as {@code 11.8×, 10.9 to 12.7}, or {@code 11.8×} without an interval} */
    public static String ratio(Ratio ratio) {
        return factor(ratio.value()) + (hasInterval(ratio) ? ", " + interval(ratio) : "");
    }

    public static String factor(double value) {
        return digits(value) + "×";
    }

    /** {@return a text such as {@code 2.51 to 2.93}, or that there are too few samples for one} */
    public static String interval(Ratio ratio) {
        return hasInterval(ratio)
                ? digits(ratio.low()) + " to " + digits(ratio.high())
                : "no interval";
    }

    /** With few samples, the interval is unknown or has no end. */
    public static boolean hasInterval(Ratio ratio) {
        return ratio.low() > 0 && Double.isFinite(ratio.high());
    }

    private static String digits(double value) {
        if (value < 0.1) {
            return fixed(value, 1 - exponent(value));
        }
        return value < 10
                ? fixed(value, 2)
                : value < 1000 ? rounded(value) : count(Math.rint(value));
    }

    /** {@return a text such as 3.1 %} */
    public static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }

    public static String count(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) number)
                : Double.toString(number);
    }

    /** {@return a size in a picture: {@code 10⁷} for a large power of ten} */
    public static String amount(double number) {
        int exponent = exponent(number * ROUNDING);
        return exponent >= 5 && number == Math.pow(10, exponent)
                ? "10" + superscript(exponent)
                : count(number);
    }

    private static String superscript(int number) {
        StringBuilder digits = new StringBuilder();
        Integer.toString(number)
                .chars()
                .forEach(digit -> digits.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0')));
        return digits.toString();
    }

    /** {@return the number without trailing zeros} */
    public static String plain(double number) {
        return BigDecimal.valueOf(number)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@return a chosen time such as {@code 10 µs}, without trailing zeros} */
    public static String duration(double nanoseconds) {
        Scale scale = Scale.ofTime(nanoseconds);
        return plain(nanoseconds * scale.factor()) + " " + unit(scale);
    }

    /** {@return the text in ASCII, because some consoles show nothing else} */
    public static String ascii(String text) {
        return text.replace("±", "+-")
                .replace("µ", "u")
                .replace("×", "x")
                .replace("–", "-")
                .replaceAll("[^\\p{ASCII}]", "?");
    }

    private static String rounded(double value) {
        return Double.isFinite(value)
                ? rounded(value, Math.max(decimals(value), 0), RoundingMode.HALF_UP)
                : Double.toString(value);
    }

    private static String rounded(double value, int decimals, RoundingMode mode) {
        return BigDecimal.valueOf(value).setScale(decimals, mode).toPlainString();
    }

    private static int decimals(double value) {
        return value == 0 ? 0 : Math.min(DIGITS, DIGITS - 1 - exponent(value * ROUNDING));
    }

    private static int exponent(double value) {
        return (int) Math.floor(Math.log10(Math.abs(value)));
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String unit(Scale scale) {
        return scale.unit().equals("us") ? "µs" : scale.unit();
    }

    private Figures() {}
}
