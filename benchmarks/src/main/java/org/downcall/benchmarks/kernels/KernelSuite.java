package org.downcall.benchmarks.kernels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.JmhTrial;
import org.downcall.benchmarks.run.JmhTrial.Timing;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Suite;
import org.downcall.benchmarks.vectors.OpenBlas;

/** The kernels over their sizes. The contenders of a kernel at one size are a comparison. */
public final class KernelSuite implements Suite {

    private static final String METHOD = "run";

    /**
     * A multiple of the mode's warm-up. apfloat got faster for a second, until C2 had compiled all
     * of its code. So did conversions of numbers of a hundred digits, in Java and in C.
     */
    private static final int LONG_WARMUP = 3;

    /**
     * From this size on, whatever its unit, an operation takes so long that the Java code around it
     * does not matter.
     */
    private static final long LARGE = 20_000;

    /**
     * For operations of tenths of a second or more. The first three to six were up to four times
     * as long as later ones, until the code was compiled and the heap large enough. More samples
     * would take too long, and fewer do not show whether the times have settled.
     */
    private static final Timing SLOW =
            new Timing(2, 1, Duration.ofSeconds(1), 3, 1, 1, Duration.ofMillis(200));

    /** For operations of ten seconds or more. The protocol of the turns needs a warm-up. */
    private static final Timing ONCE =
            new Timing(1, 1, Duration.ofMillis(200), 1, 1, 1, Duration.ofMillis(200));

    /** If an operation is slow. More would take too long. */
    private static final int JVMS_IF_SLOW = 5;

    private static final int CHARACTERS_SHOWN = 20;

    private final List<Kernel> kernels;

    public KernelSuite() {
        this(Kernels.ALL);
    }

    KernelSuite(List<Kernel> kernels) {
        this.kernels = List.copyOf(kernels);
    }

    @Override
    public List<Comparison> comparisons(RunMode mode) {
        List<Comparison> comparisons = new ArrayList<>();
        for (Kernel kernel : kernels) {
            List<Contender> present = kernel.contenders().stream()
                    .filter(contender ->
                            contender.runsIn(mode) && contender.absence().isEmpty())
                    .toList();
            for (long size : kernel.sizes(mode)) {
                List<Contender> contenders = present.stream()
                        .filter(contender -> contender.runsWith(size))
                        .toList();
                List<Contender> repeated = contenders.stream()
                        .filter(contender -> !contender.runsOnceWith(size))
                        .toList();
                // In the usual heap, apfloat takes almost twice as long for 10^7 bits, because each
                // of its arrays is a large part of the heap, and the collector runs all the time.
                boolean isLarge = mode != RunMode.SMOKE
                        && (kernel.isLarge(size)
                                || contenders.stream().anyMatch(one -> one.isSlowWith(size)));
                String[] heap = isLarge ? new String[] {JmhTrial.LARGE_HEAP} : new String[0];
                if (!repeated.isEmpty()) {
                    comparisons.add(comparison(
                            kernel,
                            size,
                            repeated,
                            repeated.stream().anyMatch(one -> one.isSlowWith(size))
                                    ? Math.min(JVMS_IF_SLOW, kernel.mostJvms())
                                    : kernel.mostJvms(),
                            heap));
                }
                contenders.stream()
                        .filter(contender -> contender.runsOnceWith(size))
                        .forEach(once ->
                                comparisons.add(once(kernel, size, once, contenders, heap)));
            }
        }
        return comparisons;
    }

    private static Comparison comparison(
            Kernel kernel,
            long size,
            List<Contender> contenders,
            int mostJvms,
            String... jvmArguments) {
        return new Comparison(
                name(kernel, size),
                contenders.stream()
                        .map(contender -> trial(kernel, contender, size, jvmArguments))
                        .toList(),
                () -> check(kernel, size, contenders),
                mostJvms);
    }

    /**
     * A measurement in a JVM of its own, without turns: the others would repeat theirs many times
     * while this one runs once.
     */
    private static Comparison once(
            Kernel kernel,
            long size,
            Contender once,
            List<Contender> contenders,
            String... jvmArguments) {
        List<Contender> withAnother = Stream.concat(
                        contenders.stream()
                                .filter(other -> !other.runsOnceWith(size))
                                .limit(1),
                        Stream.of(once))
                .toList();
        return new Comparison(
                name(kernel, size) + ", once",
                List.of(trial(kernel, once, size, jvmArguments)),
                () -> check(kernel, size, withAnother),
                1);
    }

    private static JmhTrial trial(
            Kernel kernel, Contender contender, long size, String... jvmArguments) {
        JmhTrial trial = JmhTrial.of(
                        KernelBenchmark.class,
                        METHOD,
                        Map.of(
                                "kernel", kernel.name(),
                                "contender", contender.name(),
                                "size", Long.toString(size)))
                .with(contender.jvmArguments().toArray(String[]::new))
                .with(jvmArguments)
                .with(mode -> timing(kernel, contender, size, mode));
        return trial.withHugePages();
    }

    private static Timing timing(Kernel kernel, Contender contender, long size, RunMode mode) {
        if (contender.runsOnceWith(size)) {
            return ONCE;
        }
        if (contender.isSlowWith(size) && mode != RunMode.SMOKE) {
            return SLOW;
        }
        boolean isLong = contender.kind() == Kind.LIBRARY
                || contender.kind() == Kind.VECTOR_API
                || kernel.settlesSlowly() && size < LARGE;
        return Timing.of(mode, mode.timing().warmUp().multipliedBy(isLong ? LONG_WARMUP : 1));
    }

    private static String name(Kernel kernel, long size) {
        return kernel.name() + ", " + kernel.unit() + " = " + size;
    }

    private static void check(Kernel kernel, long size, List<Contender> contenders) {
        Contender first = contenders.getFirst();
        Object expected = result(kernel, size, first);
        for (Contender contender : contenders.subList(1, contenders.size())) {
            Object actual = result(kernel, size, contender);
            if (!kernel.agree(expected, actual)) {
                throw new IllegalStateException(name(kernel, size) + ": '" + contender.name()
                        + "' returned " + abbreviated(actual) + ", but '" + first.name() + "' "
                        + abbreviated(expected));
            }
        }
    }

    private static Object result(Kernel kernel, long size, Contender contender) {
        try (Task task = contender.prepare(size)) {
            return task.result();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    name(kernel, size) + ": '" + contender.name() + "' failed", e);
        }
    }

    /** {@return both ends of a long value, and its length} */
    private static String abbreviated(Object value) {
        String inBrackets =
                Arrays.deepToString(new Object[] {value}); // a result may be an array of any type
        String text = inBrackets.substring(1, inBrackets.length() - 1);
        return text.length() <= 2 * CHARACTERS_SHOWN
                ? text
                : text.substring(0, CHARACTERS_SHOWN) + "..."
                        + text.substring(text.length() - CHARACTERS_SHOWN) + " (" + text.length()
                        + " characters)";
    }

    /**
     * {@return the versions of libraries that have no jar, by name}
     *
     * @throws org.downcall.benchmarks.run.UsageException if a property names a file that is not the
     *     library
     */
    public static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (CLibrary library : CLibrary.values()) {
            library.version().ifPresent(version -> versions.put(library.name(), version));
        }
        OpenBlas.version().ifPresent(version -> versions.put("OpenBLAS", version));
        return versions;
    }

    @Override
    public List<Absence> absences(RunMode mode) {
        List<Absence> absences = new ArrayList<>();
        for (Kernel kernel : kernels) {
            for (Contender contender : kernel.contenders()) {
                contender
                        .absence()
                        .ifPresent(reason -> absences.add(new Absence(
                                KernelBenchmark.class.getName() + "." + METHOD,
                                Map.of("kernel", kernel.name(), "contender", contender.name()),
                                reason)));
            }
        }
        return absences;
    }
}
