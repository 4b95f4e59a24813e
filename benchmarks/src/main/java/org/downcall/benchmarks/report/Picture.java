package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A picture as SVG: shapes at positions, which the template picture.svg writes. Their colours are
 * in picture.css. Widths of text are estimated, so a picture does not depend on the fonts of the
 * machine that draws it.
 */
final class Picture {

    /** For a page with other pictures, a document, or a phone, where labels get a line. */
    enum Format {
        PAGE(600),
        DOCUMENT(760),
        PHONE(340);

        final int width;

        Format(int width) {
            this.width = width;
        }

        boolean isNarrow() {
            return this == PHONE;
        }
    }

    /** The width of a letter in a wide font. */
    private static final double LETTER = 6.5;

    /** An element with its attributes, and the text in it. */
    record Shape(String element, Map<String, String> attributes, String text) {

        List<Map.Entry<String, String>> all() {
            return List.copyOf(attributes.entrySet());
        }
    }

    private final String title;
    private final List<String> description;
    private final Format format;
    private final List<Shape> shapes = new ArrayList<>();
    private double height;

    /** @param description the most important figures, for readers who do not see the picture */
    Picture(String title, List<String> description, Format format) {
        this.title = title;
        this.description = description;
        this.format = format;
    }

    void height(double height) {
        this.height = height;
    }

    void line(String kind, double x1, double y1, double x2, double y2) {
        add("line", kind, "", "x1", x1, "y1", y1, "x2", x2, "y2", y2);
    }

    void bar(String kind, double x, double y, double width, double height) {
        add("rect", kind, "", "x", x, "y", y, "width", width, "height", height);
    }

    void circle(String kind, double x, double y, double radius) {
        add("circle", kind, "", "cx", x, "cy", y, "r", radius);
    }

    void diamond(String kind, double x, double y, double radius) {
        polygon(kind, x, y - radius, x + radius, y, x, y + radius, x - radius, y);
    }

    void polygon(String kind, double... points) {
        add("polygon", kind, "", "points", points(points));
    }

    void curve(String kind, double... points) {
        add("polyline", kind, "", "points", points(points));
    }

    /** @param kind begins with the anchor: start, middle or end */
    void text(String kind, double x, double y, String text) {
        add("text", kind, text, "x", x, "y", y);
    }

    /** Text that is made narrower if it may be wider than its place. */
    void text(String kind, double x, double y, String text, double width) {
        if (text.length() * LETTER <= width) {
            text(kind, x, y, text);
        } else {
            add(
                    "text",
                    kind,
                    text,
                    "x",
                    x,
                    "y",
                    y,
                    "textLength",
                    width,
                    "lengthAdjust",
                    "spacingAndGlyphs");
        }
    }

    private void add(String element, String kind, String text, Object... attributes) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("class", kind);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            all.put(
                    attributes[i].toString(),
                    value instanceof Number number
                            ? number(number.doubleValue())
                            : value.toString());
        }
        shapes.add(new Shape(element, all, text));
    }

    private static String points(double... points) {
        List<String> texts = new ArrayList<>();
        for (double point : points) {
            texts.add(number(point));
        }
        return String.join(" ", texts);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
    }

    /** {@return an SVG document} */
    String svg() {
        return Template.of("picture.svg")
                .text(Map.of(
                        "title",
                        title,
                        "description",
                        description.stream().collect(Collectors.joining("; ")),
                        "width",
                        format.width,
                        "height",
                        Math.round(height),
                        "narrow",
                        format.isNarrow(),
                        "shapes",
                        shapes));
    }
}
