package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The declarations of a header that keeps to the style of downcall.h: {@code DC_API type name(type
 * name, ...);}
 */
final class CHeader {

    private static final Pattern DECLARATION =
            Pattern.compile("DC_API\\s+([^;()]*?)(\\w+)\\(([^()]*)\\);");

    /** Types as they are spelled. */
    record Function(String returnType, String name, List<String> parameterTypes) {}

    static List<Function> read(List<Path> headers) throws IOException {
        List<Function> functions = new ArrayList<>();
        for (Path header : headers) {
            functions.addAll(read(header));
        }
        return functions;
    }

    private static List<Function> read(Path header) throws IOException {
        String source = Files.readString(header)
                .replaceAll("(?s)/\\*.*?\\*/", " ")
                .replaceAll("(?m)^\\s*#.*$", "");
        List<Function> functions = new ArrayList<>();
        Matcher matcher = DECLARATION.matcher(source);
        while (matcher.find()) {
            functions.add(new Function(
                    matcher.group(1).strip(), matcher.group(2), parameterTypes(matcher.group(3))));
        }
        assertEquals(
                Pattern.compile("\\bDC_API\\b").matcher(source).results().count(),
                functions.size(),
                "every DC_API of " + header + " is understood");
        return functions;
    }

    static Set<String> names(List<Path> headers) throws IOException {
        return read(headers).stream()
                .map(Function::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> parameterTypes(String parameters) {
        List<String> types = new ArrayList<>();
        for (String parameter : parameters.strip().split("\\s*,\\s*")) {
            if (!parameter.equals("void")) {
                types.add(parameter.replaceFirst("\\w+$", "").strip());
            }
        }
        return types;
    }

    private CHeader() {}
}
