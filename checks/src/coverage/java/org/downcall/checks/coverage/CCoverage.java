package org.downcall.checks.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.downcall.checks.coverage.Coverage.Count;
import org.downcall.checks.coverage.Coverage.Found;

/**
 * Reads the output of {@code llvm-cov export -skip-functions -skip-expansions}. Of its JSON, only
 * three parts of each file are of interest, in this order.
 */
final class CCoverage {

    private static final Pattern FILE =
            Pattern.compile("\"branches\":\\[(?<branches>(?:\\[[^\\]]*\\],?)*)\\]"
                    + ".*?\"filename\":\"(?<name>[^\"]*)\""
                    + ".*?\"lines\":\\{\"count\":(?<lines>\\d+),\"covered\":(?<reached>\\d+)");

    /** Begins with the first line and column, the last line and column, and the two counters. */
    private static final Pattern BRANCH =
            Pattern.compile("\\[(\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+),[^\\]]*\\]");

    /** A condition, and how often it was true and false. */
    private static final class Condition {
        long whenTrue;
        long whenFalse;
    }

    static Found read(Path copy, Path json) throws IOException {
        Path sources = copy.resolve("src/main/c").toAbsolutePath().normalize();
        Set<String> unreached = new TreeSet<>();
        long lines = 0;
        long reachedLines = 0;
        long branches = 0;
        long reachedBranches = 0;
        Matcher file = FILE.matcher(Files.readString(json));
        while (file.find()) {
            Path path = copy.resolve(file.group("name")).toAbsolutePath().normalize();
            if (!path.startsWith(sources)) {
                continue;
            }
            lines += Long.parseLong(file.group("lines"));
            reachedLines += Long.parseLong(file.group("reached"));
            String name = sources.relativize(path).toString();
            List<String> text = Files.readAllLines(path);
            for (Map.Entry<String, Condition> entry :
                    conditions(text, file.group("branches")).entrySet()) {
                Condition condition = entry.getValue();
                branches += 2;
                reachedBranches +=
                        (condition.whenTrue > 0 ? 1 : 0) + (condition.whenFalse > 0 ? 1 : 0);
                if (condition.whenTrue == 0) {
                    unreached.add(name + ": " + entry.getKey() + " is never true");
                }
                if (condition.whenFalse == 0) {
                    unreached.add(name + ": " + entry.getKey() + " is never false");
                }
            }
        }
        return new Found(
                "C",
                new Count(reachedLines, lines),
                new Count(reachedBranches, branches),
                unreached);
    }

    /**
     * The conditions by their text and line. A header that several sources include, and a function
     * that is compiled several times, have several counters, which are added up.
     */
    private static Map<String, Condition> conditions(List<String> text, String branches) {
        Map<List<Integer>, Condition> byPlace = new TreeMap<>(CCoverage::compare);
        Matcher branch = BRANCH.matcher(branches);
        while (branch.find()) {
            List<Integer> place = List.of(
                    Integer.parseInt(branch.group(1)),
                    Integer.parseInt(branch.group(2)),
                    Integer.parseInt(branch.group(3)),
                    Integer.parseInt(branch.group(4)));
            Condition condition = byPlace.computeIfAbsent(place, key -> new Condition());
            condition.whenTrue += Long.parseLong(branch.group(5));
            condition.whenFalse += Long.parseLong(branch.group(6));
        }
        Map<String, Condition> named = new TreeMap<>();
        byPlace.forEach((place, condition) -> {
            String line = text.get(place.get(0) - 1);
            String name = line.substring(
                    place.get(1) - 1,
                    place.get(2).equals(place.get(0)) ? place.get(3) - 1 : line.length());
            String whole = line.strip();
            String key = "`" + whole + "`, condition `" + name + "`";
            // The same line may occur twice in a file.
            for (int copy = 2; named.containsKey(key); copy++) {
                key = "`" + whole + "` (" + copy + "), condition `" + name + "`";
            }
            named.put(key, condition);
        });
        return named;
    }

    private static int compare(List<Integer> a, List<Integer> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).equals(b.get(i))) {
                return Integer.compare(a.get(i), b.get(i));
            }
        }
        return 0;
    }

    private CCoverage() {}
}
