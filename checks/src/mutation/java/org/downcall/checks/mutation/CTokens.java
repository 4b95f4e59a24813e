package org.downcall.checks.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the tokens of a C source that can be changed. The source is formatted by clang-format, so a
 * binary operator stands between spaces, and a unary one does not.
 */
final class CTokens {

    /** What a token becomes. Operators that have no entry stay. */
    private static final Map<String, List<String>> OPERATORS = Map.ofEntries(
            Map.entry("+", List.of("-")),
            Map.entry("-", List.of("+")),
            Map.entry("*", List.of("+")),
            Map.entry("/", List.of("*")),
            Map.entry("%", List.of("/")),
            Map.entry("<<", List.of(">>")),
            Map.entry(">>", List.of("<<")),
            Map.entry("&", List.of("|")),
            Map.entry("|", List.of("&")),
            Map.entry("^", List.of("|")),
            Map.entry("&&", List.of("||")),
            Map.entry("||", List.of("&&")),
            Map.entry("<", List.of("<=", ">=")),
            Map.entry("<=", List.of("<", ">")),
            Map.entry(">", List.of(">=", "<=")),
            Map.entry(">=", List.of(">", "<")),
            Map.entry("==", List.of("!=")),
            Map.entry("!=", List.of("==")),
            Map.entry("+=", List.of("-=")),
            Map.entry("-=", List.of("+=")),
            Map.entry("*=", List.of("+=")),
            Map.entry("/=", List.of("*=")),
            Map.entry("|=", List.of("&=")),
            Map.entry("&=", List.of("|=")),
            Map.entry("<<=", List.of(">>=")),
            Map.entry(">>=", List.of("<<=")));

    /**
     * In this order: what is skipped (comments, strings, directives with their continuation lines,
     * static assertions), a word, a number, an increment, an operator between spaces, a negation.
     */
    private static final Pattern TOKEN = Pattern.compile(
            "(?<skipped>(?s:/\\*.*?\\*/)|//.*|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'"
                    + "|(?m:^)[ \t]*#(?:\\\\\n|[^\n])*|_Static_assert[^;]*;)"
                    + "|(?<word>[A-Za-z_]\\w*)"
                    + "|(?<number>0[xX][0-9A-Fa-f]+|\\d+)(?:[uUlL]*)(?![\\w.])"
                    + "|(?<step>\\+\\+|--)"
                    + "|(?<=\\s)(?<operator><<=|>>=|[-+*/|&]=|<<|>>|&&|\\|\\||[<>=!]=|[-+*/%&|^<>])(?=\\s)"
                    + "|(?<negation>!)(?=[\\w(])");

    static List<Mutation> mutations(String file, String text) {
        List<Mutation> found = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            int at = token.start();
            if (token.group("number") != null) {
                String number = token.group("number");
                for (String to : others(number)) {
                    found.add(Mutation.of(file, text, at, number, to));
                }
            } else if (token.group("step") != null) {
                String step = token.group("step");
                found.add(Mutation.of(file, text, at, step, step.equals("++") ? "--" : "++"));
            } else if (token.group("operator") != null) {
                String operator = token.group("operator");
                for (String to : OPERATORS.getOrDefault(operator, List.of())) {
                    found.add(Mutation.of(file, text, at, operator, to));
                }
            } else if (token.group("negation") != null) {
                found.add(Mutation.of(file, text, at, "!", ""));
            }
        }
        return found;
    }

    /** {@return the number plus one, and minus one if it is not zero} */
    private static List<String> others(String number) {
        boolean hexadecimal = number.startsWith("0x") || number.startsWith("0X");
        long value = hexadecimal
                ? Long.parseUnsignedLong(number.substring(2), 16)
                : Long.parseUnsignedLong(number);
        List<String> others = new ArrayList<>();
        if (value != -1) {
            others.add(text(value + 1, hexadecimal));
        }
        if (value != 0) {
            others.add(text(value - 1, hexadecimal));
        }
        return others;
    }

    private static String text(long value, boolean hexadecimal) {
        return hexadecimal
                ? "0x" + Long.toHexString(value).toUpperCase(Locale.ROOT)
                : Long.toUnsignedString(value);
    }

    private CTokens() {}
}
