package org.downcall.internal;

import java.util.Locale;

/** Amounts of memory for people. */
final class Bytes {

    static String inWords(long bytes) {
        for (int shift = 30; shift > 0; shift -= 10) {
            if (bytes >= 1L << shift) {
                double amount = bytes / (double) (1L << shift);
                return String.format(Locale.ROOT, "%.1f %ciB", amount, " KMG".charAt(shift / 10));
            }
        }
        return bytes + " bytes";
    }

    private Bytes() {}
}
