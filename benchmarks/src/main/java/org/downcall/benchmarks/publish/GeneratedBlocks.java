package org.downcall.benchmarks.publish;

import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a document that come from a run: {@code <!-- generated from RUN: WHAT -->...<!-- end
 * -->}. RUN is a directory in docs/results; {@link org.downcall.benchmarks.report.Excerpts}
 * explains WHAT. The text between the marks is replaced. If it begins on a line of its own, so does
 * the new text.
 */
final class GeneratedBlocks {

    private static final Pattern BLOCK = Pattern.compile(
            "(<!-- generated from (\\S+): ([^>]+?) -->)(\\R?)(.*?)(<!-- end -->)", Pattern.DOTALL);
    private static final Pattern OPENING = Pattern.compile("<!-- generated from ");

    /** Provides the text for WHAT from a run. */
    interface Source {
        String figure(String run, String what) throws IOException;
    }

    /**
     * {@return the document with every block updated}
     *
     * @param run maps the run that a block names to the run that it is to name
     * @throws IllegalArgumentException if a block has no end
     */
    static String update(String document, UnaryOperator<String> run, Source source)
            throws IOException {
        StringBuilder updated = new StringBuilder();
        Matcher blocks = BLOCK.matcher(document);
        int count = 0;
        while (blocks.find()) {
            count++;
            if (OPENING.matcher(blocks.group(5)).find()) {
                throw new IllegalArgumentException("no <!-- end --> after " + blocks.group(1));
            }
            String from = run.apply(blocks.group(2));
            String what = blocks.group(3);
            String figure = source.figure(from, what).strip();
            String lines = blocks.group(4);
            String mark = "<!-- generated from " + from + ": " + what + " -->";
            blocks.appendReplacement(
                    updated,
                    Matcher.quoteReplacement(mark + lines + figure + lines + blocks.group(6)));
        }
        if (count != OPENING.matcher(document).results().map(MatchResult::start).count()) {
            throw new IllegalArgumentException(
                    "a mark '<!-- generated from' has no '<!-- end -->'");
        }
        return blocks.appendTail(updated).toString();
    }

    private GeneratedBlocks() {}
}
