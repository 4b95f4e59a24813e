package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** @param description the most important figures, for readers who do not see the picture */
    Picture(String title, List<String> description, Format format) {
        this.title = title;
        this.description = description;
        this.format = format;
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
        text(kind, x, y, text);
        if (text.length() * LETTER > width) {
            Map<String, String> attributes = shapes.getLast().attributes();
            attributes.put("textLength", number(width));
            attributes.put("lengthAdjust", "spacingAndGlyphs");
        }
    }

    private void add(String element, String kind, String text, Object... attributes) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("class", kind);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            all.put(
                    attributes[i].toString(),
                    value instanceof Double number ? number(number) : value.toString());
        }
        shapes.add(new Shape(element, all, text));
    }

    private static String points(double... points) {
        return Arrays.stream(points).mapToObj(Picture::number).collect(Collectors.joining(" "));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
    }

    /** {@return an SVG document} */
    String svg(double height) {
        return Template.fill(
                "picture.svg",
                Map.of(
                        "title",
                        title,
                        "description",
                        String.join("; ", description),
                        "width",
                        format.width,
                        "height",
                        Math.round(height),
                        "shapes",
                        shapes));
    }
}
