package org.downcall.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Declarations are found with their comments and annotations, and nothing else. */
class SnippetsTest {

    private static final String JAVA = """
            package p;

            import java.util.List;

            /** A class. */
            class Sample {

                static final int SIZE = 4;
                static final int MORE = size(1);

                /** Calls itself. */
                @Deprecated
                int size(
                        int more) {
                    return size(more);
                }

                record Point(int x, int y) {}

                record Pair(int x, int y) {

                    int sum() {
                        return x + y;
                    }
                }
            }
            """;

    private static final String C = """
            #include <stddef.h>
            #define SAMPLE_SIZE 4

            /* A point. */
            struct sample_point {
                int x;
                int y;
            };

            /* Adds,
             * and returns. */
            int sample_add(struct sample_point point,
                           int more);
            int sample_next(int n);
            """;

    @TempDir
    Path directory;

    private String java(String name) throws IOException {
        return Snippets.declaration(
                Files.writeString(directory.resolve("Sample.java"), JAVA), name);
    }

    private String c(String name) throws IOException {
        return Snippets.declaration(Files.writeString(directory.resolve("sample.h"), C), name);
    }

    @Test
    void aMethodWithItsCommentAndAnnotations() throws IOException {
        assertEquals("""
                /** Calls itself. */
                @Deprecated
                int size(
                        int more) {
                    return size(more);
                }
                """, java("size"));
    }

    @Test
    void typesFieldsAndRecords() throws IOException {
        assertEquals("static final int SIZE = 4;\n", java("SIZE"));
        assertEquals("record Point(int x, int y) {}\n", java("record Point"));
        assertTrue(
                java("record Pair").endsWith("        return x + y;\n    }\n}\n"),
                java("record Pair"));
        assertTrue(java("class Sample").startsWith("/** A class. */\nclass Sample {\n"));
    }

    @Test
    void declarationsInC() throws IOException {
        assertEquals("#define SAMPLE_SIZE 4\n", c("#define SAMPLE_SIZE"));
        assertEquals(
                "/* A point. */\nstruct sample_point {\n    int x;\n    int y;\n};\n",
                c("struct sample_point"));
        assertEquals(
                "/* Adds,\n * and returns. */\nint sample_add(struct sample_point point,\n"
                        + "               int more);\n",
                c("sample_add"));
        assertEquals("int sample_next(int n);\n", c("sample_next"));
    }

    @Test
    void aFileWithoutPackageAndImports() throws IOException {
        Path file = Files.writeString(directory.resolve("Sample.java"), JAVA);
        assertTrue(Snippets.whole(file).startsWith("/** A class. */"));
    }

    @Test
    void theMessageNamesAMissingDeclaration() {
        IllegalArgumentException none =
                assertThrows(IllegalArgumentException.class, () -> java("length"));
        assertTrue(
                none.getMessage().endsWith("Sample.java does not declare 'length'."),
                none.getMessage());
    }

    @Test
    void aMarkWithoutABlockIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SourceBlocks.update("<!-- source: pom.xml -->\n\ntext\n", Path.of("")));
    }
}
