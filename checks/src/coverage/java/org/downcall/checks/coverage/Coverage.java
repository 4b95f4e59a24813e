package org.downcall.checks.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Prints what the tests reached, and fails if a branch that they did not reach is not listed with a
 * reason. Prints the listed ones that were reached, too.
 */
final class Coverage {

    /** What was found in one language. */
    record Found(String language, Count lines, Count branches, Set<String> unreached) {}

    record Count(long reached, long all) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%d of %d (%.2f %%)", reached, all, 100.0 * reached / all);
        }
    }

    /**
     * @param args the copy of the library that was built with counters; the directory of the
     *     results; the directory of the lists
     */
    public static void main(String[] args) throws IOException {
        Path copy = Path.of(args[0]);
        Path work = Path.of(args[1]);
        Path lists = Path.of(args[2]);
        boolean complete = true;
        for (Found found : List.of(
                CCoverage.read(copy, work.resolve("c.json")),
                JavaCoverage.read(copy, work.resolve("jacoco.exec"), work.resolve("java")))) {
            System.out.println(found.language() + ": lines " + found.lines() + ", branches "
                    + found.branches());
            Path list = lists.resolve(
                    "unreached-" + found.language().toLowerCase(Locale.ROOT) + ".txt");
            complete &= agree(found.unreached(), listed(list), list);
        }
        System.out.println("Details: " + work.resolve("c/index.html") + ", "
                + work.resolve("java/index.html"));
        if (!complete) {
            System.exit(1);
        }
    }

    /** The lines of a list. Those that begin with # are reasons. */
    private static Set<String> listed(Path list) throws IOException {
        Set<String> lines = new TreeSet<>();
        for (String line : Files.readAllLines(list)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static boolean agree(Set<String> unreached, Set<String> listed, Path list) {
        Set<String> unexplained = new TreeSet<>(unreached);
        unexplained.removeAll(listed);
        unexplained.forEach(line -> System.out.println("not reached: " + line));
        Set<String> outdated = new TreeSet<>(listed);
        outdated.removeAll(unreached);
        outdated.forEach(line -> System.out.println("reached, but listed: " + line));
        if (!unexplained.isEmpty()) {
            System.out.println("Reach these branches, or add them to " + list + " with a reason.");
        }
        if (!outdated.isEmpty()) {
            System.out.println(
                    "Remove these branches from " + list + ", unless they depend on the time.");
        }
        return unexplained.isEmpty();
    }

    private Coverage() {}
}
