package org.downcall.checks.mutation;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Changes one token of the library's C at a time, and reports whether a test in C fails. The build
 * fails if a change survives that is not listed with the reason why no test can detect it.
 */
final class CMutations {

    private final Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
    private final Set<String> explained;
    private final PrintWriter report;
    private int unexplained;

    private CMutations(Set<String> explained, PrintWriter report) {
        this.explained = explained;
        this.report = report;
    }

    /**
     * @param args the directory of the library, a directory to work in, the compiler and its
     *     options, how many changes to sample, the seed of the sample, a regular expression for the
     *     names of the files to change, and the list of explained changes
     */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath().normalize();
        Path work = Path.of(args[1]).toAbsolutePath().normalize();
        String cc = args[2];
        List<String> options = List.of(args[3].split(" "));
        Queue<Mutation> sample = new ConcurrentLinkedQueue<>(
                sample(root.resolve("src/main/c"), args[6], Integer.parseInt(args[4]), args[5]));
        Set<String> explained = Files.readAllLines(Path.of(args[7])).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.toCollection(TreeSet::new));
        if (sample.isEmpty()) {
            return;
        }
        Files.createDirectories(work);
        int total = sample.size();
        try (PrintWriter report =
                new PrintWriter(Files.newBufferedWriter(work.resolve("c-mutations.txt")))) {
            CMutations mutations = new CMutations(explained, report);
            int workers = Math.min(Runtime.getRuntime().availableProcessors(), Math.max(total, 1));
            Workshop first = Workshop.build(root, work.resolve("worker0"), cc, options);
            System.out.println("Tests: " + String.join(", ", first.programs()));
            List<Future<?>> running = new ArrayList<>();
            try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
                for (int i = 0; i < workers; i++) {
                    Workshop workshop = i == 0 ? first : first.another(work.resolve("worker" + i));
                    running.add(pool.submit(() -> {
                        for (Mutation next = sample.poll(); next != null; next = sample.poll()) {
                            mutations.report(next, workshop.outcomeOf(next));
                        }
                        return workshop;
                    }));
                }
            }
            for (Future<?> worker : running) {
                worker.get();
            }
            if (!mutations.summarize(args[5])) {
                System.exit(1);
            }
        }
    }

    /** {@return changes of all files that match, in a random order that depends on the seed only} */
    private static List<Mutation> sample(Path sources, String files, int count, String seed)
            throws IOException {
        List<Mutation> all = new ArrayList<>();
        for (String file : Workshop.filesOf(sources)) {
            // downcall.h declares; it has no code.
            if (file.matches(files) && !file.equals("downcall.h")) {
                all.addAll(CTokens.mutations(file, Files.readString(sources.resolve(file))));
            }
        }
        Collections.shuffle(all, new Random(Long.parseLong(seed)));
        System.out.println("The C has " + all.size() + " possible changes, of which "
                + Math.min(count, all.size()) + " are tried.");
        return all.subList(0, Math.min(count, all.size()));
    }

    private synchronized void report(Mutation mutation, Outcome outcome) {
        counts.merge(outcome.kind(), 1, Integer::sum);
        String word = outcome.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        report.println(word + ": " + mutation.place() + " [" + outcome.detail() + "]");
        report.flush();
        if (outcome.kind() == Outcome.Kind.SURVIVED) {
            boolean known = explained.contains(mutation.key());
            unexplained += known ? 0 : 1;
            System.out.println(
                    (known ? "survived, as explained: " : "survived: ") + mutation.place());
        }
    }

    private synchronized boolean summarize(String seed) {
        int killed = counts.getOrDefault(Outcome.Kind.KILLED, 0);
        int survived = counts.getOrDefault(Outcome.Kind.SURVIVED, 0);
        String line = String.format(
                Locale.ROOT,
                "C, seed %s: %d changes killed, %d survived (%.1f %% killed), of which %d without"
                        + " an explanation; %d made the same machine code; %d did not compile",
                seed,
                killed,
                survived,
                100.0 * killed / Math.max(killed + survived, 1),
                unexplained,
                counts.getOrDefault(Outcome.Kind.SAME_CODE, 0),
                counts.getOrDefault(Outcome.Kind.DOES_NOT_COMPILE, 0));
        System.out.println(line);
        report.println(line);
        return unexplained == 0;
    }
}
