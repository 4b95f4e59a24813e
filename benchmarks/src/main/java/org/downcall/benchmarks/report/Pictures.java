package org.downcall.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.report.Picture.Format;
import org.downcall.benchmarks.results.Estimate;
import org.downcall.benchmarks.results.Figures;
import org.downcall.benchmarks.results.Measurement;
import org.downcall.benchmarks.results.Ratio;
import org.downcall.benchmarks.results.Ratio.Verdict;

/** The pictures of a run. Each is empty if the run has no results for it. */
final class Pictures {

    static final String CALL_COST = "call-cost";
    static final String SPEED = "speed";

    private static final int TOP = 44;
    private static final int MARGIN = 12;

    /** With more kernels than this, the picture of their speed has one size for each. */
    private static final int MANY = 10;

    /** The width of a factor beside a picture. */
    private static final int FIGURE = 54;

    /** {@return the picture with this name: one of the above, or the name of a kernel} */
    static Optional<String> named(String name, RunData run, Format format) {
        return switch (name) {
            case CALL_COST -> callCost(run, format);
            case SPEED -> speed(run, format);
            default -> KernelResults.named(run, name).map(kernel -> growth(kernel, format));
        };
    }

    /** A bar for each technology that calls the function of the shape OneLong. */
    private static Optional<String> callCost(RunData run, Format format) {
        List<Measurement> ways = run.measurements().stream()
                .filter(one -> one.shortClass().equals("OneLong"))
                .toList();
        List<Technology> technologies = Stream.of(Technology.values())
                .filter(technology -> Comparison.of(ways, technology).isPresent())
                .sorted(Comparator.comparingDouble(
                        technology -> time(ways, technology).mean()))
                .toList();
        if (technologies.isEmpty()) {
            return Optional.empty();
        }
        List<String> description = technologies.stream()
                .map(technology -> technology.title() + ": " + Figures.time(time(ways, technology)))
                .toList();
        Picture picture = new Picture("What a call costs", description, format);
        boolean narrow = format.isNarrow();
        double left = narrow ? MARGIN : 110;
        double right = format.width - MARGIN - (narrow ? 0 : 96);
        double step = narrow ? 38 : 26;
        double bottom = TOP + step * technologies.size();
        // JNA takes 50 times as long as a downcall, and would hide the difference between others.
        double usual = technologies.contains(Technology.FFM)
                ? 4 * time(ways, Technology.FFM).mean()
                : Double.POSITIVE_INFINITY;
        double longest = technologies.stream()
                .map(technology -> time(ways, technology))
                .filter(time -> time.mean() <= usual)
                .mapToDouble(time -> Double.isNaN(time.error()) ? time.mean() : time.high())
                .max()
                .orElse(time(ways, technologies.getLast()).mean());
        Axis axis = Axis.linear(Math.min(longest, usual) * 1.05, left, right);
        axis.ticks().forEach((nanoseconds, x) -> {
            picture.line("grid", x, TOP - 4, x, bottom);
            picture.text("middle quiet", x, bottom + 16, Figures.duration(nanoseconds));
        });
        picture.text("start heading", MARGIN, 22, "What a call costs");
        picture.text(
                "end quiet",
                format.width - MARGIN,
                22,
                narrow ? "mean ± error" : "long f(long), mean ± error");
        for (int i = 0; i < technologies.size(); i++) {
            Technology technology = technologies.get(i);
            Estimate time = time(ways, technology);
            double y = TOP + step * i + (narrow ? 24 : step / 2);
            double end = axis.clamped(time.mean());
            picture.text(
                    narrow ? "start" : "end",
                    narrow ? left : left - 8,
                    y + (narrow ? -9 : 4),
                    technology.title());
            picture.bar("bar " + colour(technology), left, y - 6, end - left, 12);
            if (time.mean() > axis.to()) {
                // The bar is cut.
                picture.polygon(
                        "ground", end - 26, y + 7, end - 18, y - 7, end - 12, y - 7, end - 20,
                        y + 7);
            } else if (!Double.isNaN(time.error())) {
                whisker(picture, "error", axis.clamped(time.low()), axis.clamped(time.high()), y);
            }
            picture.text(
                    "end figure", format.width - MARGIN, y + (narrow ? -9 : 4), Figures.time(time));
        }
        picture.line("axis", left, TOP - 4, left, bottom);
        picture.height(bottom + 26);
        return Optional.of(picture.svg());
    }

    private static Estimate time(List<Measurement> ways, Technology technology) {
        return Comparison.of(ways, technology).orElseThrow().time();
    }

    private static String colour(Technology technology) {
        return switch (technology) {
            case FFM, FFM_CRITICAL, JEXTRACT, PUBLIC_API -> "c";
            case JAVA, VECTOR_API -> "java";
            default -> "other";
        };
    }

    private static void whisker(Picture picture, String kind, double low, double high, double y) {
        picture.line(kind, low, y, high, y);
        picture.line(kind, low, y - 3, low, y + 3);
        picture.line(kind, high, y - 3, high, y + 3);
    }

    /** C compared with others at a size of a kernel. */
    private record Speed(String label, Optional<Ratio> java, Optional<Ratio> library) {

        double order() {
            return java.or(() -> library).orElseThrow().value();
        }

        Stream<Ratio> ratios() {
            return Stream.concat(java.stream(), library.stream());
        }
    }

    /**
     * A mark for Java and one for the best other library, for typical sizes of each kernel. If
     * there are many kernels, each has one size.
     */
    private static Optional<String> speed(RunData run, Format format) {
        List<Speed> speeds = new ArrayList<>();
        List<KernelResults> kernels = KernelResults.of(run);
        for (KernelResults kernel : kernels) {
            List<Double> sizes = kernels.size() > MANY
                    ? kernel.middleSize().stream().toList()
                    : kernel.typicalSizes();
            for (double size : sizes) {
                speeds.add(new Speed(
                        kernel.title() + ", "
                                + (kernel.unit().equals("n")
                                        ? "n = " + Figures.amount(size)
                                        : Figures.amount(size) + " " + kernel.unit()),
                        kernel.bestJava(size).flatMap(rival -> kernel.ratio(rival, size)),
                        kernel.bestLibrary(size).flatMap(rival -> kernel.ratio(rival, size))));
            }
        }
        if (speeds.isEmpty()) {
            return Optional.empty();
        }
        speeds.sort(Comparator.comparingDouble(Speed::order).reversed());
        List<String> description = speeds.stream()
                .map(speed -> speed.label() + ": "
                        + String.join(
                                ", ",
                                Stream.concat(
                                                speed
                                                        .java()
                                                        .map(r -> "Java " + Figures.ratio(r))
                                                        .stream(),
                                                speed
                                                        .library()
                                                        .map(r -> "library " + Figures.ratio(r))
                                                        .stream())
                                        .toList()))
                .toList();
        Picture picture = new Picture("How many times as fast C is", description, format);
        boolean narrow = format.isNarrow();
        double step = narrow ? 34 : 20;
        double left = narrow ? MARGIN : 285;
        double right = format.width - MARGIN - (narrow ? 0 : 2 * FIGURE);
        double top = TOP + (narrow ? 40 : 22);
        double bottom = top + step * speeds.size();
        double[] all = speeds.stream()
                .flatMap(Speed::ratios)
                .flatMap(ratio -> Figures.hasInterval(ratio)
                        ? Stream.of(
                                ratio.value(),
                                Math.max(ratio.low(), ratio.value() / 4),
                                Math.min(ratio.high(), ratio.value() * 4))
                        : Stream.of(ratio.value()))
                .mapToDouble(Double::doubleValue)
                .toArray();
        double from = Math.min(0.5, Arrays.stream(all).min().orElseThrow() / 1.1);
        double to = Math.max(2, Arrays.stream(all).max().orElseThrow() * 1.1);
        Axis axis = Axis.logarithmic(from, to, left, right);
        axis.ticks().forEach((factor, x) -> {
            picture.line("grid", x, top - 6, x, bottom);
            picture.text("middle quiet", x, bottom + 16, Figures.plain(factor) + "×");
        });
        picture.line("one", axis.at(1), top - 6, axis.at(1), bottom);
        picture.text("start heading", MARGIN, 22, "How many times as fast C is");
        double key = MARGIN + 5;
        picture.circle("mark java", key, 42, 4.5);
        picture.text("start", key + 9, 46, "as Java");
        picture.diamond("mark library", key + 72, 42, 5.5);
        picture.text("start", key + 82, 46, "as the best other library");
        if (!narrow) {
            picture.text("end quiet", format.width - MARGIN - FIGURE, top - 10, "Java");
            picture.text("end quiet", format.width - MARGIN, top - 10, "library");
        }
        for (int i = 0; i < speeds.size(); i++) {
            Speed speed = speeds.get(i);
            double y = top + step * i + (narrow ? 24 : step / 2);
            picture.text(
                    narrow ? "start label" : "end label",
                    narrow ? left : left - 10,
                    y + (narrow ? -10 : 4),
                    speed.label(),
                    narrow ? format.width - 2.0 * MARGIN - 2 * FIGURE : left - 10 - MARGIN);
            picture.line("row", left, y, right, y);
            double apart = speed.ratios().count() == 2 ? 3 : 0;
            speed.library().ifPresent(ratio -> {
                interval(picture, "library", ratio, axis, y + apart);
                picture.diamond(
                        mark("library", run, ratio), axis.clamped(ratio.value()), y + apart, 5);
            });
            speed.java().ifPresent(ratio -> {
                interval(picture, "java", ratio, axis, y - apart);
                picture.circle(mark("java", run, ratio), axis.clamped(ratio.value()), y - apart, 4);
            });
            double figures = y + (narrow ? -10 : 4);
            speed.java()
                    .ifPresent(ratio -> picture.text(
                            "end figure",
                            format.width - MARGIN - FIGURE,
                            figures,
                            Figures.factor(ratio.value())));
            speed.library()
                    .ifPresent(ratio -> picture.text(
                            "end figure",
                            format.width - MARGIN,
                            figures,
                            Figures.factor(ratio.value())));
        }
        picture.height(bottom + 26);
        return Optional.of(picture.svg());
    }

    private static void interval(Picture picture, String kind, Ratio ratio, Axis axis, double y) {
        if (Figures.hasInterval(ratio)) {
            picture.line(
                    "interval " + kind,
                    axis.clamped(ratio.low()),
                    y,
                    axis.clamped(ratio.high()),
                    y);
        }
    }

    /** A mark is hollow if the run does not show which contender is faster. */
    private static String mark(String kind, RunData run, Ratio ratio) {
        return "mark " + kind + (run.verdict(ratio) == Verdict.UNDECIDED ? " hollow" : "");
    }

    /** A line for each contender of a kernel over the size, or the time divided by the size. */
    private static String growth(KernelResults kernel, Format format) {
        boolean perSize = kernel.isPerSize();
        String title = kernel.title();
        List<String> names = kernel.contenders().keySet().stream()
                .filter(name -> name.equals("native") || kernel.rivals().contains(name))
                .toList();
        List<String> description = names.stream()
                .map(name -> kernel.title(name) + ": "
                        + Figures.time(kernel.contenders()
                                .get(name)
                                .lastEntry()
                                .getValue()
                                .time())
                        + " at "
                        + Labels.size(
                                kernel.unit(), kernel.contenders().get(name).lastKey()))
                .toList();
        Picture picture = new Picture(title, description, format);
        List<SortedMap<Double, Measurement>> lines =
                names.stream().map(name -> kernel.contenders().get(name)).toList();
        boolean narrow = format.isNarrow();
        double left = 58;
        double right = format.width - MARGIN - (narrow ? 4 : 176);
        double bottom = TOP + (narrow ? 230 : 300);
        double legend = bottom + 54;
        double[] sizes = lines.stream()
                .flatMap(line -> line.keySet().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        double[] times = lines.stream()
                .flatMap(line -> line.entrySet().stream())
                .mapToDouble(point -> y(point, perSize))
                .toArray();
        double smallest = Arrays.stream(sizes).min().orElseThrow();
        double largest = Arrays.stream(sizes).max().orElseThrow();
        Axis xAxis = Axis.logarithmic(
                smallest, largest == smallest ? 2 * largest : largest, left + 6, right - 6);
        double longest = Arrays.stream(times).max().orElseThrow();
        Axis yAxis = perSize
                ? Axis.linear(longest * 1.1, bottom, TOP)
                : Axis.logarithmic(
                        Arrays.stream(times).min().orElseThrow() / 1.5, longest * 1.5, bottom, TOP);
        xAxis.ticks().forEach((size, x) -> {
            picture.line("grid", x, TOP, x, bottom);
            picture.text("middle quiet", x, bottom + 16, Figures.amount(size));
        });
        yAxis.ticks().forEach((time, y) -> {
            picture.line("grid", left, y, right, y);
            picture.text("end quiet", left - 6, y + 4, Figures.duration(time));
        });
        picture.line("axis", left, bottom, right, bottom);
        picture.text("start heading", MARGIN, 22, title);
        picture.text("middle quiet", (left + right) / 2, bottom + 32, kernel.unit());
        double[] labels = new double[names.size()];
        for (int i = 0; i < names.size(); i++) {
            String colour = colour(names.get(i));
            List<Double> points = new ArrayList<>();
            for (Map.Entry<Double, Measurement> point : lines.get(i).entrySet()) {
                double x = xAxis.at(point.getKey());
                double y = yAxis.at(y(point, perSize));
                points.add(x);
                points.add(y);
                Estimate time = point.getValue().time();
                double scale = perSize ? 1 / point.getKey() : 1;
                if (!Double.isNaN(time.error())) {
                    picture.line(
                            "interval " + colour,
                            x,
                            yAxis.clamped(time.low() * scale),
                            x,
                            yAxis.clamped(time.high() * scale));
                }
                if (!perSize) {
                    picture.circle(
                            "mark " + colour, x, y, names.get(i).equals("native") ? 3.5 : 2.5);
                }
            }
            picture.curve(
                    "curve " + colour,
                    points.stream().mapToDouble(Double::doubleValue).toArray());
            labels[i] = yAxis.at(
                    y(lines.get(i).entrySet().stream().reduce((a, b) -> b).orElseThrow(), perSize));
        }
        if (narrow) {
            for (int i = 0; i < names.size(); i++) {
                picture.line(
                        "curve " + colour(names.get(i)),
                        MARGIN,
                        legend + 18 * i - 4,
                        MARGIN + 18,
                        legend + 18 * i - 4);
                picture.text("start", MARGIN + 26, legend + 18 * i, kernel.title(names.get(i)));
            }
            picture.height(legend + 18 * names.size());
        } else {
            double[] places = apart(labels, 17, bottom);
            for (int i = 0; i < names.size(); i++) {
                double x = xAxis.at(lines.get(i).lastKey());
                picture.line(
                        "leader " + colour(names.get(i)), x + 5, labels[i], right + 8, places[i]);
                picture.text(
                        "start label",
                        right + 12,
                        places[i] + 4,
                        kernel.title(names.get(i)),
                        format.width - right - 12 - 8);
            }
            picture.height(bottom + 42);
        }
        return picture.svg();
    }

    private static double y(Map.Entry<Double, Measurement> point, boolean perSize) {
        double time = point.getValue().time().mean();
        return perSize ? time / point.getKey() : time;
    }

    private static String colour(String contender) {
        return Stream.of(
                        "native",
                        "java-parallel",
                        "java",
                        "article",
                        "gmp-",
                        "gmp",
                        "flint",
                        "apfloat")
                .filter(contender::startsWith)
                .findFirst()
                .map(found ->
                        found.equals("native") ? "c" : found.equals("gmp-") ? "gmp-left" : found)
                .orElse("other");
    }

    /** {@return the positions, moved so that they are this far apart and above the bottom} */
    private static double[] apart(double[] positions, double distance, double bottom) {
        double[] moved = positions.clone();
        Integer[] order = IntStream.range(0, moved.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> positions[i]))
                .toArray(Integer[]::new);
        for (int i = 1; i < order.length; i++) {
            moved[order[i]] = Math.max(moved[order[i]], moved[order[i - 1]] + distance);
        }
        double limit = bottom;
        for (int i = order.length - 1; i >= 0; i--) {
            moved[order[i]] = Math.min(moved[order[i]], limit);
            limit = moved[order[i]] - distance;
        }
        return moved;
    }

    private Pictures() {}
}
