package org.downcall.internal.calls;

import java.util.Locale;

/** Formats amounts of memory for messages. */
final class ByteSize {

    /** {@return the amount in its largest unit, such as {@code "5.5 GiB"}} */
    static String format(long bytes) {
        for (int shift = 30; shift > 0; shift -= 10) {
            if (bytes >= 1L << shift) {
                double amount = bytes / (double) (1L << shift);
                return String.format(Locale.ROOT, "%.1f %ciB", amount, " KMG".charAt(shift / 10));
            }
        }
        return bytes + " bytes";
    }

    private ByteSize() {}
}
