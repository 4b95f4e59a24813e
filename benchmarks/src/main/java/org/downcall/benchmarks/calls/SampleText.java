package org.downcall.benchmarks.calls;

/** The texts of {@link StringIn} and {@link StringOut}. */
final class SampleText {

    private static final String ASCII = "Every call has its price. ";

    /** Characters of 1, 2 and 3 bytes in UTF-8; none beyond U+FFFF, for {@link StringOut}. */
    private static final String NON_ASCII = "Grüße, 世界: 5 € für Łódź. ";

    /** @param name the number of characters and their kind: "128 ASCII", "128 non-ASCII" */
    static String of(String name) {
        String[] parts = name.split(" ");
        String phrase = parts[1].equals("ASCII") ? ASCII : NON_ASCII;
        int length = Integer.parseInt(parts[0]);
        return phrase.repeat(length / phrase.length() + 1).substring(0, length);
    }

    private SampleText() {}
}
