package org.downcall.benchmarks.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** The Mustache templates of this package. The extension of a name decides how text is escaped. */
final class Template {

    /** {@return the text of a template for a model} */
    static String fill(String name, Object model) {
        return Mustache.compiler()
                .withEscaper(escaper(name))
                .withLoader(Template::open)
                .emptyStringIsFalse(true)
                .zeroIsFalse(true)
                .defaultValue("")
                .loadTemplate(name)
                .execute(model);
    }

    private static Mustache.Escaper escaper(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "md" -> Template::markdown;
            case "txt" -> Escapers.NONE;
            default -> Escapers.HTML;
        };
    }

    /** Escapes what is markup in a line or in a cell of a table. */
    static String markdown(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("[|*_`\\[\\\\]", "\\\\$0");
    }

    private static Reader open(String name) {
        InputStream in = Template.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalArgumentException("There is no template " + name + ".");
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    private Template() {}
}
