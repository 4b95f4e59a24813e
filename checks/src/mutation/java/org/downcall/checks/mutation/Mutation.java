package org.downcall.checks.mutation;

/**
 * One changed token of a C source.
 *
 * @param file the file, relative to the sources
 * @param line the number of the line, from 1
 * @param at the position of the token in the text
 * @param original the text of the line
 * @param changed the text of the line with the change
 */
record Mutation(
        String file, int line, int at, String from, String to, String original, String changed) {

    static Mutation of(String file, String text, int at, String from, String to) {
        int begin = text.lastIndexOf('\n', at - 1) + 1;
        int end = text.indexOf('\n', at);
        String original = text.substring(begin, end < 0 ? text.length() : end);
        String changed = original.substring(0, at - begin)
                + to
                + original.substring(at - begin + from.length());
        int line =
                1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
        return new Mutation(file, line, at, from, to, original.strip(), changed.strip());
    }

    /** {@return the text of the whole file with the change} */
    String applyTo(String text) {
        return text.substring(0, at) + to + text.substring(at + from.length());
    }

    /** {@return a name that stays the same when lines are added to the file elsewhere} */
    String key() {
        return file + ": " + original + " => " + changed;
    }

    String place() {
        return file + ":" + line + ": " + original + " => " + changed;
    }
}
