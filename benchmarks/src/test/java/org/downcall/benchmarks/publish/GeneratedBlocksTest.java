package org.downcall.benchmarks.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedBlocksTest {

    private static String update(String document) throws IOException {
        return GeneratedBlocks.update(
                document, run -> run, (run, what) -> "[" + what + " of " + run + "]\n");
    }

    @Test
    void aFigureInASentenceStaysInTheSentence() throws IOException {
        assertEquals(
                "A call costs <!-- generated from r1: time A.b(n=1) -->[time A.b(n=1) of r1]<!-- end -->.",
                update("A call costs <!-- generated from r1: time A.b(n=1) -->1 ns<!-- end -->."));
    }

    @Test
    void aTableStaysOnSeparateLines() throws IOException {
        assertEquals(
                "x\n\n<!-- generated from r1: calls -->\n[calls of r1]\n<!-- end -->\ny",
                update("x\n\n<!-- generated from r1: calls -->\nold\nold\n<!-- end -->\ny"));
        assertEquals(
                "<!-- generated from r1: calls -->\n[calls of r1]\n<!-- end -->",
                update("<!-- generated from r1: calls -->\n<!-- end -->"));
    }

    @Test
    void everyBlockIsReplacedAndNothingElse() throws IOException {
        assertEquals(
                "a <!-- generated from r: x -->[x of r]<!-- end --> $1 \\ "
                        + "<!-- generated from s: y -->[y of s]<!-- end --><!-- other -->",
                update("a <!-- generated from r: x --><!-- end --> $1 \\ "
                        + "<!-- generated from s: y -->$2<!-- end --><!-- other -->"));
    }

    @Test
    void theRunOfABlockCanBeChanged() throws IOException {
        assertEquals(
                "<!-- generated from new: x -->new<!-- end -->",
                GeneratedBlocks.update(
                        "<!-- generated from old: x -->1<!-- end -->",
                        run -> "new",
                        (run, what) -> run));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- generated from r: x -->1",
                "<!-- generated from r: x -->1 <!-- generated from r: y -->2<!-- end -->",
                "<!-- generated from r -->1<!-- end -->"
            })
    void aMarkWithoutAnEndIsAnError(String document) {
        assertThrows(IllegalArgumentException.class, () -> update(document));
    }
}
