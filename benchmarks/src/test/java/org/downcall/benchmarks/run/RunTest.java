package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.ResultsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {

    @TempDir
    Path directory;

    private Path file;
    private final List<String> order = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<ResultsFile> reported = new ArrayList<>();
    private final ObjectNode environment =
            new ObjectMapper().createObjectNode().put("mode", "full");

    @BeforeEach
    void place() {
        file = directory.resolve("report").resolve("results.json");
    }

    /** A trial that takes no time, and fails from a given fork on. */
    private final class Fake implements Trial {

        private final String name;
        private int forksUntilFailure;
        private Throwable failure = new IllegalStateException("broken");

        Fake(String name) {
            this(name, Integer.MAX_VALUE);
        }

        Fake(String name, int forksUntilFailure) {
            this.name = name;
            this.forksUntilFailure = forksUntilFailure;
        }

        @Override
        public String benchmark() {
            return "some.package.Shape." + name;
        }

        @Override
        public SortedMap<String, String> params() {
            return new TreeMap<>(Map.of("length", "16"));
        }

        @Override
        public Duration estimate(RunMode mode) {
            return Duration.ofSeconds(1);
        }

        @Override
        public Measurement measure(RunMode mode, PrintStream log) throws Exception {
            if (forksUntilFailure-- == 0) {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            }
            order.add(name);
            return Measurement.of(
                    benchmark(), "avgt", params(), "ns/op", order.size(), order.size() + 1.0);
        }
    }

    private static Suite suite(Comparison... comparisons) {
        return mode -> Arrays.asList(comparisons);
    }

    private Run run(String... properties) {
        Map<String, String> given = new TreeMap<>(Map.of("bench", "full"));
        for (int i = 0; i < properties.length; i += 2) {
            given.put(properties[i], properties[i + 1]);
        }
        return new Run(
                Options.of(given::get),
                environment,
                file,
                new PrintStream(new ByteArrayOutputStream()),
                new PrintStream(log, true),
                reported::add);
    }

    @Test
    void contendersTakeTurnsAndGetAllForks() throws IOException {
        Comparison comparison =
                new Comparison("x", List.of(new Fake("a"), new Fake("b"), new Fake("c")), () -> {});
        Run.Outcome outcome = run().of(List.of(suite(comparison)));
        for (int round = 0; round < RunMode.FULL.forks(); round++) {
            List<String> turns = new ArrayList<>(order.subList(3 * round, 3 * round + 3));
            turns.sort(null);
            assertEquals(List.of("a", "b", "c"), turns, order::toString);
        }
        assertFalse(
                order.subList(0, 3).equals(order.subList(3, 6)), "the first of a round changes");
        assertEquals(
                Collections.nCopies(3, RunMode.FULL.forks()),
                outcome.results().measurements().stream()
                        .map(Measurement::forks)
                        .toList());
        assertEquals(List.of(), outcome.failures());
        List<Measurement> written = ResultsFile.read(file).measurements();
        assertEquals(3, written.size());
        assertTrue(written.getFirst().tookTurnsWith(written.getLast()), "they are paired");
    }

    @Test
    void aComparisonMayUseFewerJvms() throws IOException {
        Comparison few = new Comparison("few", List.of(new Fake("a"), new Fake("b")), () -> {}, 2);
        Comparison many = new Comparison("many", List.of(new Fake("c")), () -> {}, 100);
        Run.Outcome outcome = run().of(List.of(suite(few, many)));
        assertEquals(
                List.of(2, 2, RunMode.FULL.forks()),
                outcome.results().measurements().stream()
                        .map(Measurement::forks)
                        .toList());
        order.clear();
        run("bench.resume", "true").of(List.of(suite(few, many)));
        assertEquals(List.of(), order, "everything was done before");
    }

    @Test
    void nothingIsTimedUnlessTheCheckPasses() throws IOException {
        Comparison wrong = new Comparison("wrong", List.of(new Fake("a")), () -> {
            throw new IllegalStateException("a says 1, b says 2");
        });
        Comparison right = new Comparison("right", List.of(new Fake("b")), () -> {});
        Run.Outcome outcome = run().of(List.of(suite(wrong, right)));
        assertFalse(order.contains("a"));
        assertTrue(order.contains("b"), "the others are measured");
        assertEquals(List.of("wrong: nothing was timed: a says 1, b says 2"), outcome.failures());
        assertEquals(2, reported.size(), "after each comparison");
    }

    @Test
    void aCheckThatNeedsTooMuchMemoryDoesNotEndTheRun() throws IOException {
        Comparison large = new Comparison("large", List.of(new Fake("a")), () -> {
            throw new OutOfMemoryError("Java heap space");
        });
        Comparison small = new Comparison("small", List.of(new Fake("b")), () -> {});
        Run.Outcome outcome = run().of(List.of(suite(large, small)));
        assertEquals(List.of("large: nothing was timed: Java heap space"), outcome.failures());
        assertEquals(List.of("Shape.b(length=16)"), ids(outcome));
    }

    @Test
    void aFailureDoesNotAffectTheOtherTrials() throws IOException {
        Fake dies = new Fake("a", 0);
        dies.failure = new UnsatisfiedLinkError("no such symbol");
        Comparison comparison =
                new Comparison("x", List.of(dies, new Fake("b", 2), new Fake("c")), () -> {});
        Run.Outcome outcome = run().of(List.of(suite(comparison)));
        assertEquals(
                List.of(
                        "Shape.a(length=16) failed: no such symbol",
                        "Shape.b(length=16) failed: broken"),
                outcome.failures().stream().sorted().toList());
        assertEquals(2 + RunMode.FULL.forks(), order.size());
        assertTrue(log.toString().contains("UnsatisfiedLinkError"), "the log has the stack");
        assertEquals(
                List.of("Shape.b(length=16)", "Shape.c(length=16)"),
                ids(outcome),
                "b was measured twice before it failed");
        assertEquals(
                List.of(2, RunMode.FULL.forks()),
                outcome.results().measurements().stream()
                        .map(Measurement::forks)
                        .toList());

        Run.Outcome resumed = run("bench.resume", "true")
                .of(List.of(suite(new Comparison(
                        "x", List.of(new Fake("a"), new Fake("b"), new Fake("c")), () -> {}))));
        assertEquals(
                List.of("Shape.b(length=16)", "Shape.c(length=16)"),
                ids(resumed),
                "results stay, and what failed is not measured again");
        assertEquals(2 + RunMode.FULL.forks(), order.size());
    }

    private static List<String> ids(Run.Outcome outcome) {
        return ids(outcome.results());
    }

    private static List<String> ids(ResultsFile results) {
        return results.measurements().stream().map(Measurement::id).toList();
    }

    @Test
    void anErrorWithoutAMessageIsNamedWithItsCause() throws IOException {
        Fake dies = new Fake("a", 0);
        dies.failure = new ExceptionInInitializerError(new IllegalStateException("no library"));
        Run.Outcome outcome =
                run().of(List.of(suite(new Comparison("x", List.of(dies), () -> {}))));
        assertEquals(
                List.of("Shape.a(length=16) failed: java.lang.ExceptionInInitializerError "
                        + "(java.lang.IllegalStateException: no library)"),
                outcome.failures());
    }

    @Test
    void resultsHaveTheOrderOfTheSuites() throws IOException {
        Comparison comparison =
                new Comparison("x", List.of(new Fake("c"), new Fake("a"), new Fake("b")), () -> {});
        Run.Outcome outcome = run().of(List.of(suite(comparison)));
        assertEquals(
                List.of("Shape.c(length=16)", "Shape.a(length=16)", "Shape.b(length=16)"),
                ids(outcome));
    }

    @Test
    void earlierResultsAreNeverOverwritten() throws IOException {
        Comparison comparison = new Comparison("x", List.of(new Fake("a")), () -> {});
        for (int i = 0; i < 3; i++) {
            run().of(List.of(suite(comparison)));
        }
        assertTrue(Files.exists(file.resolveSibling("results-before-1.json")));
        assertTrue(Files.exists(file.resolveSibling("results-before-2.json")));
    }

    @Test
    void aStoppedRunContinues() throws IOException {
        Fake stops = new Fake("b", 2);
        stops.failure = new OutOfMemoryError("killed"); // the trial alone does not fail
        Run.Outcome stopped = run().of(List.of(
                suite(new Comparison("x", List.of(new Fake("a"), stops), () -> {}))));
        assertEquals(
                List.of("The run stopped after 0 of 1 comparisons. Continue it with -Dbench.resume:"
                        + " killed"),
                stopped.failures());
        List<String> before = List.copyOf(order);
        int unfinished = before.size() % 2;
        assertEquals(
                before.size() - unfinished,
                ResultsFile.read(file).measurements().stream()
                        .mapToInt(Measurement::forks)
                        .sum(),
                "whole rounds are kept, an unfinished one is not");

        Run.Outcome outcome = run("bench.resume", "true")
                .of(List.of(suite(
                        new Comparison("x", List.of(new Fake("a"), new Fake("b")), () -> {}))));
        int forks = RunMode.FULL.forks();
        assertEquals(2 * forks + unfinished, order.size(), "an unfinished round is measured again");
        assertEquals(before, order.subList(0, before.size()));
        assertEquals(
                List.of(forks, forks),
                outcome.results().measurements().stream()
                        .map(Measurement::forks)
                        .toList());
    }

    @Test
    void anErrorBesideTheTrialsEndsTheRunButKeepsWhatWasMeasured() throws IOException {
        Comparison one = new Comparison("x", List.of(new Fake("a")), () -> {});
        Comparison breaks =
                new Comparison("y", List.of(new Fake("b")), () -> {}, sets -> 1, measurements -> {
                    throw new IllegalStateException("no line");
                });
        Comparison never = new Comparison("z", List.of(new Fake("c")), () -> {});
        Run.Outcome outcome = run().of(List.of(suite(one, breaks, never)));
        assertEquals(
                List.of("The run stopped after 1 of 3 comparisons. Continue it with -Dbench.resume:"
                        + " no line"),
                outcome.failures());
        assertEquals(List.of("Shape.a(length=16)", "Shape.b(length=16)"), ids(outcome));
        assertEquals(ids(outcome), ids(ResultsFile.read(file)));
        assertTrue(log.toString().contains("IllegalStateException"), "the log has the stack");
    }

    @Test
    void aRunThatHasEndedContinuesWithMoreSets() throws IOException {
        Comparison comparison =
                new Comparison("x", List.of(new Fake("a"), new Fake("b")), () -> {});
        run("bench.sets", "2").of(List.of(suite(comparison)));
        assertEquals(4, order.size());
        Run.Outcome outcome =
                run("bench.resume", "true", "bench.sets", "3").of(List.of(suite(comparison)));
        assertEquals(6, order.size());
        assertEquals(
                List.of(3, 3),
                outcome.results().measurements().stream()
                        .map(Measurement::forks)
                        .toList());
    }

    @Test
    void aContenderThatIsNoLongerAbsentIsNotMeasuredWithoutTheOthers() throws IOException {
        Comparison without = new Comparison("x", List.of(new Fake("a")), () -> {});
        Suite absent = new Suite() {
            @Override
            public List<Comparison> comparisons(RunMode mode) {
                return List.of(without);
            }

            @Override
            public List<Absence> absences(RunMode mode) {
                return List.of(new Absence("b", Map.of(), "not installed"));
            }
        };
        run().of(List.of(absent));
        Comparison with = new Comparison("x", List.of(new Fake("a"), new Fake("b")), () -> {});
        UsageException e = assertThrows(
                UsageException.class, () -> run("bench.resume", "true").of(List.of(suite(with))));
        assertTrue(e.getMessage().contains("not installed"), e::getMessage);
        assertEquals(1, ResultsFile.read(file).measurements().size());
    }

    @Test
    void aResumedRunKeepsItsDate() throws IOException {
        Comparison comparison = new Comparison("x", List.of(new Fake("a")), () -> {});
        environment.put("date", "2026-11-29");
        run("bench.sets", "1").of(List.of(suite(comparison)));
        environment.put("date", "2026-11-30");
        Run.Outcome outcome = run("bench.resume", "true").of(List.of(suite(comparison)));
        assertEquals("2026-11-29", outcome.results().environment().path("date").asText());
    }

    @Test
    void aRunInAnotherEnvironmentIsNotResumed() throws IOException {
        Comparison comparison = new Comparison("x", List.of(new Fake("a")), () -> {});
        run().of(List.of(suite(comparison)));
        environment.put("library", "another");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> run("bench.resume", "true").of(List.of(suite(comparison))));
        assertTrue(
                e.getMessage().contains("is the result of another run (library: "), e.getMessage());
    }

    @Test
    void aRunWithAnotherFilterIsNotResumed() throws IOException {
        Comparison comparison =
                new Comparison("x", List.of(new Fake("a"), new Fake("b")), () -> {});
        run("bench.filter", "Shape.a").of(List.of(suite(comparison)));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> run("bench.resume", "true").of(List.of(suite(comparison))));
        assertTrue(
                e.getMessage().contains("is the result of another run (filter: "), e.getMessage());
    }

    @Test
    void withoutResumeTheEarlierResultsAreKept() throws IOException {
        Comparison comparison = new Comparison("x", List.of(new Fake("a")), () -> {});
        run().of(List.of(suite(comparison)));
        byte[] former = Files.readAllBytes(file);
        run().of(List.of(suite(comparison)));
        assertEquals(2 * RunMode.FULL.forks(), order.size());
        assertTrue(Arrays.equals(
                former, Files.readAllBytes(file.resolveSibling("results-before-1.json"))));
    }

    @Test
    void theFilterMatchesNamesAndParameters() throws IOException {
        Comparison comparison =
                new Comparison("x", List.of(new Fake("ab"), new Fake("b")), () -> {});
        run("bench.filter", "Shape\\.b\\(length=16").of(List.of(suite(comparison)));
        assertEquals(Collections.nCopies(RunMode.FULL.forks(), "b"), order);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> run("bench.filter", "zzz").of(List.of(suite(comparison))));
        assertTrue(
                e.getMessage().startsWith("No benchmark matches bench.filter=zzz. "),
                e.getMessage());
    }
}
