package org.downcall.benchmarks.report;

import java.util.List;

/**
 * A part of the report.
 *
 * @param id names it in links
 * @param text paragraphs before anything else
 */
record Section(String id, String title, List<String> text, List<Block> blocks) {

    /** What a section is made of. */
    sealed interface Block {

        /** A table that stands for itself. */
        record Shown(Table table) implements Block {}

        /** A table that is folded until somebody wants it. */
        record Folded(String summary, Table table) implements Block {}

        /** A chart, with the table of its numbers behind it. */
        record Drawn(Chart chart, Table numbers) implements Block {}

        /** Text as it is, in a fixed pitch, folded until somebody wants it. */
        record Verbatim(String summary, String text) implements Block {}

        /** Sentences; folded if only some readers need them. */
        record Listed(String title, List<String> items, boolean folded) implements Block {}
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }
}
