package org.downcall.guide;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.downcall.guide.ForeignApi.ApiMethod;
import org.downcall.guide.ForeignApi.ApiType;
import org.downcall.recipes.DowncallJar;

/** Lists which types and methods of the FFM API of Java 22 the recipes and the library use. */
final class Coverage {

    static final int RELEASE = 22;

    private static final String JAVADOC = "https://docs.oracle.com/en/java/javase/" + RELEASE
            + "/docs/api/java.base/java/lang/foreign/";

    /**
     * The methods that neither a recipe nor the library calls, in the form
     * {@code Type.method(parameters)}, each with the reason.
     */
    static final Map<String, String> REASONS = Map.of();

    private static final Pattern BLOCK =
            Pattern.compile("(<!-- coverage -->\\n)(.*?)(<!-- end -->\\n)", Pattern.DOTALL);

    private final ForeignApi api;
    private final ApiUses uses;

    /** Maps the name of a class to the page that shows it. */
    private final Map<String, String> pages = new HashMap<>();

    private Coverage(ForeignApi api, ApiUses uses) throws IOException {
        this.api = api;
        this.uses = uses;
        for (String page : Recipes.pages()) {
            Recipes.shownOn(page).forEach(shown -> pages.put(shown, page));
        }
    }

    /** {@return the coverage of the classes that the build compiled} */
    static Coverage ofTheBuild() throws IOException {
        ForeignApi api = ForeignApi.of(RELEASE);
        ApiUses uses = new ApiUses(api);
        try (FileSystem jar = FileSystems.newFileSystem(DowncallJar.file())) {
            uses.addAll(jar.getPath("org", "downcall"));
        }
        uses.addAll(Path.of("target", "test-classes", "org", "downcall", "recipes"));
        return new Coverage(api, uses);
    }

    Set<ApiMethod> methods() {
        return api.methods();
    }

    Set<String> types() {
        return api.types().keySet();
    }

    /** {@return the method with its type, such as {@code Arena.ofConfined()}} */
    String name(ApiMethod method) {
        return api.types().get(method.type()).simpleName() + "." + api.text(method);
    }

    boolean isUsed(ApiMethod method) {
        return !uses.of(method).isEmpty();
    }

    boolean isUsed(String type) {
        return !uses.of(type).isEmpty();
    }

    /** {@return the document with its list updated, if it has one} */
    String update(String document) {
        return BLOCK.matcher(document)
                .replaceFirst(block ->
                        Matcher.quoteReplacement(block.group(1) + markdown() + block.group(3)));
    }

    private String markdown() {
        StringBuilder text = new StringBuilder();
        long used = methods().stream().filter(this::isUsed).count();
        text.append("Used: ")
                .append(types().stream().filter(this::isUsed).count())
                .append(" of ")
                .append(types().size())
                .append(" types, ")
                .append(used)
                .append(" of ")
                .append(methods().size())
                .append(" methods.\n");
        if (!REASONS.isEmpty()) {
            text.append("\n## Methods that are not used\n\n| method | reason |\n|---|---|\n");
            new TreeMap<>(REASONS)
                    .forEach((method, reason) -> text.append("| `")
                            .append(method)
                            .append("` | ")
                            .append(reason)
                            .append(" |\n"));
        }
        for (ApiType type : api.types().values()) {
            text.append("\n## ")
                    .append(type.simpleName())
                    .append("\n\n")
                    .append("[Javadoc](")
                    .append(JAVADOC)
                    .append(type.simpleName())
                    .append(".html)\n\n");
            SortedMap<String, ApiMethod> own = new TreeMap<>();
            methods().stream()
                    .filter(method -> method.type().equals(type.binaryName()))
                    .forEach(method -> own.put(api.text(method), method));
            if (own.isEmpty()) {
                text.append("Used in: ")
                        .append(users(uses.of(type.binaryName())))
                        .append("\n");
                continue;
            }
            text.append("| method | used in |\n|---|---|\n");
            own.forEach((name, method) -> text.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(users(uses.of(method)))
                    .append(" |\n"));
        }
        return text.toString();
    }

    /** {@return links to at most three recipes, or if there are none, classes of the library} */
    private String users(Set<String> classes) {
        String recipes = classes.stream()
                .filter(pages::containsKey)
                .map(pages::get)
                .distinct()
                .limit(3)
                .map(page -> "[" + page + "](recipes/" + page + ".md)")
                .collect(Collectors.joining(", "));
        return recipes.isEmpty()
                ? classes.stream()
                        .limit(3)
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", "))
                : recipes;
    }
}
