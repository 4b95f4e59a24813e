package org.downcall.internal.calls;

/**
 * Formats amounts of memory for messages. String.format would initialize many classes, which must
 * not happen while a stack is nearly used up; see {@link Preparation}.
 */
public final class ByteSize {

    /** {@return the amount in its largest unit, such as {@code "5.5 GiB"}} */
    public static String format(long bytes) {
        for (int shift = 30; shift > 0; shift -= 10) {
            if (bytes >= 1L << shift) {
                long tenths = ((bytes >> shift - 10) * 10 + 512) / 1024;
                return tenths / 10 + "." + tenths % 10 + " " + " KMG".charAt(shift / 10) + "iB";
            }
        }
        return bytes + " bytes";
    }

    private ByteSize() {}
}
