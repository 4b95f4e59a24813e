import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Warns of declarations in a C header for which no bindings fit all platforms, or for which
 * jextract generates none. The build continues.
 *
 * <p>It reads tokens, not C: a type that hides behind a macro or a typedef of another header is not
 * found.
 */
public final class CheckHeader {

    private static final String LONG = "'long' has 32 bits on Windows and 64 bits elsewhere, so the"
            + " bindings do not fit both. Use int or long long. See scalars.md";
    private static final String LONG_DOUBLE = "'long double' does not exist in Java, so jextract"
            + " skips the declaration. Use double, or convert the value in C. See bit-fields.md";
    private static final String WIDE_CHARACTER = "'wchar_t' has 16 bits on Windows and 32 bits"
            + " elsewhere, so the bindings do not fit both. Use char and UTF-8. See strings.md";
    private static final String BIT_FIELD = "jextract generates no accessors for bit-fields, and"
            + " their layout depends on the compiler. Use whole integers, or access the field in C."
            + " See bit-fields.md";
    private static final String VARIADIC = "a variadic function needs a handle for each combination"
            + " of argument types, and some platforms pass its arguments differently. Use a fixed"
            + " number of arguments. See variadic.md";

    /** Comments, literals and preprocessor lines, none of which contain declarations. */
    private static final Pattern NOT_A_DECLARATION = Pattern.compile(
            "/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'"
                    + "|^[ \\t]*#(?:/\\*.*?\\*/|\\\\\\r?\\n|[^\\n])*",
            Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern TOKEN = Pattern.compile("\\w+|\\.\\.\\.|\\S");

    private record Token(String text, int line) {}

    /** A warning about a line. */
    record Warning(int line, String message) {}

    /** @param args the header */
    public static void main(String[] args) throws IOException {
        for (Warning warning : check(Files.readString(Path.of(args[0])))) {
            System.out.println("[WARNING] " + args[0] + ":" + warning.line() + ": "
                    + warning.message() + " in the FFM guide of Downcall.");
        }
    }

    static List<Warning> check(String header) {
        List<Token> tokens = tokens(header);
        List<Warning> warnings = new ArrayList<>();
        Deque<Boolean> braces = new ArrayDeque<>(); // whether each is the body of a struct or union
        int conditionals = 0; // the number of ? before their :
        for (int i = 0; i < tokens.size(); i++) {
            int line = tokens.get(i).line();
            switch (tokens.get(i).text()) {
                case "long" -> {
                    int end = endOfType(tokens, i);
                    List<String> type = tokens.subList(startOfType(tokens, i), end).stream()
                            .map(Token::text)
                            .toList();
                    if (type.contains("double")) {
                        warnings.add(new Warning(line, LONG_DOUBLE));
                    } else if (type.indexOf("long") == type.lastIndexOf("long")) {
                        warnings.add(new Warning(line, LONG));
                    }
                    i = end - 1;
                }
                case "wchar_t" -> warnings.add(new Warning(line, WIDE_CHARACTER));
                case "..." -> warnings.add(new Warning(line, VARIADIC));
                case "{" -> braces.push(opensStruct(tokens, i));
                case "}" -> braces.poll();
                case "?" -> conditionals++;
                case ":" -> {
                    if (conditionals > 0) {
                        conditionals--;
                    } else if (!braces.isEmpty() && braces.peek()) {
                        warnings.add(new Warning(line, BIT_FIELD));
                    }
                }
                default -> {}
            }
        }
        return warnings;
    }

    private static List<Token> tokens(String header) {
        // Replaced by spaces and line ends, so that the lines keep their numbers.
        String text = NOT_A_DECLARATION
                .matcher(header)
                .replaceAll(match -> match.group().replaceAll("[^\\n]", " "));
        List<Token> tokens = new ArrayList<>();
        int line = 1;
        int counted = 0;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            for (; counted < matcher.start(); counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            tokens.add(new Token(matcher.group(), line));
        }
        return tokens;
    }

    /** {@return whether a brace follows "struct", "struct name", or the same with "union"} */
    private static boolean opensStruct(List<Token> tokens, int brace) {
        for (int i = brace - 1; i >= 0 && i >= brace - 2; i--) {
            String text = tokens.get(i).text();
            if (text.equals("struct") || text.equals("union")) {
                return true;
            }
        }
        return false;
    }

    /** The words of a type may stand in any order: "long unsigned int", "double long". */
    private static boolean isTypeWord(String text) {
        return switch (text) {
            case "long",
                    "int",
                    "unsigned",
                    "signed",
                    "double",
                    "char",
                    "short",
                    "const",
                    "volatile" -> true;
            default -> false;
        };
    }

    private static int startOfType(List<Token> tokens, int i) {
        while (i > 0 && isTypeWord(tokens.get(i - 1).text())) {
            i--;
        }
        return i;
    }

    private static int endOfType(List<Token> tokens, int i) {
        while (i < tokens.size() && isTypeWord(tokens.get(i).text())) {
            i++;
        }
        return i;
    }

    private CheckHeader() {}
}
