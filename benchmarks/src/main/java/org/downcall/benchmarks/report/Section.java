package org.downcall.benchmarks.report;

import java.util.List;

/**
 * A part of the report.
 *
 * @param id its name in links
 * @param text paragraphs before the blocks
 */
record Section(String id, String title, List<String> text, List<Block> blocks) {

    /** An element of a section. */
    sealed interface Block {

        /** A table. */
        record Shown(Table table) implements Block {}

        /** A table that is folded at first. */
        record Folded(String summary, Table table) implements Block {}

        /** A chart, with the table of its numbers behind it. */
        record Drawn(Chart chart, Table numbers) implements Block {}

        /** Verbatim text in a fixed pitch, folded at first. */
        record Verbatim(String summary, String text) implements Block {}

        /** A list of lines, folded if only some readers need them. */
        record Listed(String title, List<String> items, boolean folded) implements Block {}
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }
}
