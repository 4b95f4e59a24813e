package org.downcall.checks.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.downcall.checks.coverage.Coverage.Count;
import org.downcall.checks.coverage.Coverage.Found;

/** Reads the output of {@code llvm-cov export -format=lcov}. */
final class CCoverage {

    /** An outcome of the conditions in a line, which are numbered in the order of the text. */
    private record Branch(String file, int line, int condition, int outcome)
            implements Comparable<Branch> {

        @Override
        public int compareTo(Branch other) {
            int order = file.compareTo(other.file);
            order = order != 0 ? order : Integer.compare(line, other.line);
            order = order != 0 ? order : Integer.compare(condition, other.condition);
            return order != 0 ? order : Integer.compare(outcome, other.outcome);
        }
    }

    private record Line(String file, int number) {}

    static Found read(Path copy, Path lcov) throws IOException {
        Path sources = copy.resolve("src/main/c").toAbsolutePath().normalize();
        // A header that several sources include may have several records.
        Map<Branch, Long> branches = new TreeMap<>();
        Map<Line, Long> lines = new HashMap<>();
        String file = null;
        for (String record : Files.readAllLines(lcov)) {
            String[] fields = record.substring(record.indexOf(':') + 1).split(",");
            if (record.startsWith("SF:")) {
                Path source = copy.resolve(fields[0]).toAbsolutePath().normalize();
                file = source.startsWith(sources) ? sources.relativize(source).toString() : null;
            } else if (file != null && record.startsWith("DA:")) {
                lines.merge(
                        new Line(file, Integer.parseInt(fields[0])),
                        Long.parseLong(fields[1]),
                        Long::sum);
            } else if (file != null && record.startsWith("BRDA:")) {
                int outcome = Integer.parseInt(fields[2]);
                branches.merge(
                        new Branch(file, Integer.parseInt(fields[0]), outcome / 2, outcome % 2),
                        fields[3].equals("-") ? 0 : Long.parseLong(fields[3]),
                        Long::sum);
            }
        }
        return new Found(
                "C", count(lines.values()), count(branches.values()), unreached(sources, branches));
    }

    private static Count count(Collection<Long> counters) {
        return new Count(
                counters.stream().filter(counter -> counter > 0).count(), counters.size());
    }

    private static Set<String> unreached(Path sources, Map<Branch, Long> branches)
            throws IOException {
        Set<String> unreached = new TreeSet<>();
        for (Map.Entry<Branch, Long> entry : branches.entrySet()) {
            Branch branch = entry.getKey();
            if (entry.getValue() == 0) {
                List<String> text = Files.readAllLines(sources.resolve(branch.file));
                unreached.add(branch.file + ": " + text.get(branch.line - 1).strip()
                        + " -- condition " + (branch.condition + 1) + " is never "
                        + (branch.outcome == 0 ? "true" : "false"));
            }
        }
        return unreached;
    }

    private CCoverage() {}
}
