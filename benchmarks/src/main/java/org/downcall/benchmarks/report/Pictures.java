package org.downcall.benchmarks.report;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.kernels.Kernel;
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

    private static void grid(
            Picture picture, Axis axis, double top, double bottom, DoubleFunction<String> label) {
        axis.ticks().forEach((value, x) -> {
            picture.line("grid", x, top, x, bottom);
            picture.text("middle quiet", x, bottom + 16, label.apply(value));
        });
    }

    /** A bar for each technology that calls the function of the shape OneLong. */
    private static Optional<String> callCost(RunData run, Format format) {
        record Way(Technology technology, Estimate time) {}
        List<Measurement> measured = run.measurements().stream()
                .filter(one -> one.shortClass().equals("OneLong"))
                .toList();
        List<Way> ways = Stream.of(Technology.values())
                .flatMap(technology -> Comparison.of(measured, technology).stream()
                        .map(one -> new Way(technology, one.time())))
                .sorted(Comparator.comparingDouble(way -> way.time().mean()))
                .toList();
        if (ways.isEmpty()) {
            return Optional.empty();
        }
        List<String> description = ways.stream()
                .map(way -> way.technology().title() + ": " + Figures.time(way.time()))
                .toList();
        Picture picture = new Picture("What a call costs", description, format);
        boolean narrow = format == Format.PHONE;
        double left = narrow ? MARGIN : 110;
        double right = format.width - MARGIN - (narrow ? 0 : 96);
        double step = narrow ? 38 : 26;
        double bottom = TOP + step * ways.size();
        // JNA takes 50 times as long as a downcall, and would hide the difference between others.
        double usual = ways.stream()
                .filter(way -> way.technology() == Technology.FFM)
                .mapToDouble(way -> 4 * way.time().mean())
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
        double longest = ways.stream()
                .map(Way::time)
                .filter(time -> time.mean() <= usual)
                .mapToDouble(time -> Double.isNaN(time.error()) ? time.mean() : time.high())
                .max()
                .orElse(ways.getLast().time().mean());
        Axis axis = Axis.linear(Math.min(longest, usual) * 1.05, left, right);
        grid(picture, axis, TOP - 4, bottom, Figures::duration);
        picture.text("start heading", MARGIN, 22, "What a call costs");
        String note = narrow ? "mean ± error" : "long f(long), mean ± error";
        picture.text("end quiet", format.width - MARGIN, 22, note);
        for (int i = 0; i < ways.size(); i++) {
            Technology technology = ways.get(i).technology();
            Estimate time = ways.get(i).time();
            double y = TOP + step * i + (narrow ? 24 : step / 2);
            double textY = y + (narrow ? -9 : 4);
            double end = axis.clamped(time.mean());
            picture.text(
                    narrow ? "start" : "end", narrow ? left : left - 8, textY, technology.title());
            picture.bar("bar " + colour(technology), left, y - 6, end - left, 12);
            if (time.mean() > axis.to()) {
                // The bar is cut.
                picture.polygon(
                        "ground", end - 26, y + 7, end - 18, y - 7, end - 12, y - 7, end - 20,
                        y + 7);
            } else if (!Double.isNaN(time.error())) {
                double low = axis.clamped(time.low());
                double high = axis.clamped(time.high());
                picture.line("error", low, y, high, y);
                picture.line("error", low, y - 3, low, y + 3);
                picture.line("error", high, y - 3, high, y + 3);
            }
            picture.text("end figure", format.width - MARGIN, textY, Figures.time(time));
        }
        picture.line("axis", left, TOP - 4, left, bottom);
        return Optional.of(picture.svg(bottom + 26));
    }

    private static String colour(Technology technology) {
        return switch (technology) {
            case FFM, FFM_CRITICAL, JEXTRACT, PUBLIC_API -> "c";
            case JAVA, VECTOR_API -> "java";
            default -> "other";
        };
    }

    /** C compared with others at a size of a kernel. */
    private record Speed(String label, Optional<Ratio> java, Optional<Ratio> library) {

        static Speed of(KernelResults kernel, double size) {
            String amount = Figures.amount(size);
            return new Speed(
                    kernel.title() + ", "
                            + (kernel.unit().equals("n")
                                    ? "n = " + amount
                                    : amount + " " + kernel.unit()),
                    kernel.toJava(size),
                    kernel.toLibrary(size));
        }

        double order() {
            return java.or(() -> library).orElseThrow().value();
        }

        Stream<Ratio> ratios() {
            return Stream.of(java, library).flatMap(Optional::stream);
        }

        String description() {
            return label + ": "
                    + Stream.of(
                                    java.map(ratio -> "Java " + Figures.ratio(ratio)),
                                    library.map(ratio -> "library " + Figures.ratio(ratio)))
                            .flatMap(Optional::stream)
                            .collect(Collectors.joining(", "));
        }
    }

    /**
     * A mark for Java and one for the best other library, for typical sizes of each kernel. If
     * there are many kernels, each has one size.
     */
    private static Optional<String> speed(RunData run, Format format) {
        List<KernelResults> kernels = KernelResults.of(run);
        List<Speed> speeds = kernels.stream()
                .flatMap(kernel -> (kernels.size() > MANY
                                ? kernel.middleSize().stream()
                                : kernel.typicalSizes().stream())
                        .map(size -> Speed.of(kernel, size)))
                .sorted(Comparator.comparingDouble(Speed::order).reversed())
                .toList();
        if (speeds.isEmpty()) {
            return Optional.empty();
        }
        List<String> description = speeds.stream().map(Speed::description).toList();
        Picture picture = new Picture("How many times as fast C is", description, format);
        boolean narrow = format == Format.PHONE;
        double step = narrow ? 34 : 20;
        double left = narrow ? MARGIN : 285;
        double right = format.width - MARGIN - (narrow ? 0 : 2 * FIGURE);
        double top = TOP + (narrow ? 40 : 22);
        double bottom = top + step * speeds.size();
        DoubleSummaryStatistics all = speeds.stream()
                .flatMap(Speed::ratios)
                .flatMapToDouble(ratio -> Figures.hasInterval(ratio)
                        ? DoubleStream.of(
                                ratio.value(),
                                Math.max(ratio.low(), ratio.value() / 4),
                                Math.min(ratio.high(), ratio.value() * 4))
                        : DoubleStream.of(ratio.value()))
                .summaryStatistics();
        Axis axis = Axis.logarithmic(
                Math.min(0.5, all.getMin() / 1.1), Math.max(2, all.getMax() * 1.1), left, right);
        grid(picture, axis, top - 6, bottom, factor -> Figures.plain(factor) + "×");
        picture.line("one", axis.at(1), top - 6, axis.at(1), bottom);
        picture.text("start heading", MARGIN, 22, "How many times as fast C is");
        double key = MARGIN + 5;
        picture.circle("mark java", key, 42, 4.5);
        picture.text("start", key + 9, 46, "as Java");
        picture.diamond("mark library", key + 72, 42, 5.5);
        picture.text("start", key + 82, 46, "as the best other library");
        double javaX = format.width - MARGIN - FIGURE;
        double libraryX = format.width - MARGIN;
        if (!narrow) {
            picture.text("end quiet", javaX, top - 10, "Java");
            picture.text("end quiet", libraryX, top - 10, "library");
        }
        for (int i = 0; i < speeds.size(); i++) {
            Speed speed = speeds.get(i);
            double y = top + step * i + (narrow ? 24 : step / 2);
            double textY = y + (narrow ? -10 : 4);
            if (narrow) {
                picture.text("start label", left, textY, speed.label(), javaX - MARGIN - FIGURE);
            } else {
                picture.text("end label", left - 10, textY, speed.label(), left - 10 - MARGIN);
            }
            picture.line("row", left, y, right, y);
            double apart = speed.ratios().count() == 2 ? 3 : 0;
            speed.library().ifPresent(ratio -> {
                String mark = interval(picture, "library", run, ratio, axis, y + apart);
                picture.diamond(mark, axis.clamped(ratio.value()), y + apart, 5);
            });
            speed.java().ifPresent(ratio -> {
                String mark = interval(picture, "java", run, ratio, axis, y - apart);
                picture.circle(mark, axis.clamped(ratio.value()), y - apart, 4);
            });
            factor(picture, speed.java(), javaX, textY);
            factor(picture, speed.library(), libraryX, textY);
        }
        return Optional.of(picture.svg(bottom + 26));
    }

    /** {@return the kind of the mark} It is hollow if the run does not show which one is faster. */
    private static String interval(
            Picture picture, String kind, RunData run, Ratio ratio, Axis axis, double y) {
        if (Figures.hasInterval(ratio)) {
            double low = axis.clamped(ratio.low());
            picture.line("interval " + kind, low, y, axis.clamped(ratio.high()), y);
        }
        return "mark " + kind + (run.verdict(ratio) == Verdict.UNDECIDED ? " hollow" : "");
    }

    private static void factor(Picture picture, Optional<Ratio> ratio, double x, double y) {
        ratio.ifPresent(one -> picture.text("end figure", x, y, Figures.factor(one.value())));
    }

    private record Point(double size, double time, double low, double high) {

        static Point of(double size, Estimate time, boolean perSize) {
            double scale = perSize ? 1 / size : 1;
            return new Point(
                    size,
                    perSize ? time.mean() / size : time.mean(),
                    time.low() * scale,
                    time.high() * scale);
        }
    }

    /** The times of a contender, by ascending size. */
    private record Line(String title, String colour, boolean isC, List<Point> points) {

        static Line of(KernelResults kernel, String contender, boolean perSize) {
            return new Line(
                    kernel.title(contender),
                    colour(contender),
                    contender.equals("native"),
                    kernel.contenders().get(contender).entrySet().stream()
                            .map(one -> Point.of(one.getKey(), one.getValue().time(), perSize))
                            .toList());
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
                    .map(found -> switch (found) {
                        case "native" -> "c";
                        case "gmp-" -> "gmp-left";
                        default -> found;
                    })
                    .orElse("other");
        }
    }

    /** A line for each contender of a kernel over the size, or the time divided by the size. */
    private static String growth(KernelResults kernel, Format format) {
        boolean perSize = kernel.is(Kernel::isPerSize);
        List<String> names = kernel.contenders().keySet().stream()
                .filter(name -> name.equals("native") || kernel.rivals().contains(name))
                .toList();
        List<String> description = names.stream()
                .map(name -> {
                    SortedMap<Double, Measurement> bySize = kernel.contenders().get(name);
                    return kernel.title(name) + ": "
                            + Figures.time(bySize.lastEntry().getValue().time()) + " at "
                            + kernel.size(bySize.lastKey());
                })
                .toList();
        List<Line> lines =
                names.stream().map(name -> Line.of(kernel, name, perSize)).toList();
        Picture picture = new Picture(kernel.title(), description, format);
        boolean narrow = format == Format.PHONE;
        double left = 58;
        double right = format.width - MARGIN - (narrow ? 4 : 176);
        double bottom = TOP + (narrow ? 230 : 300);
        DoubleSummaryStatistics sizes = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::size)
                .summaryStatistics();
        DoubleSummaryStatistics times = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::time)
                .summaryStatistics();
        double largest = sizes.getMax() == sizes.getMin() ? 2 * sizes.getMax() : sizes.getMax();
        Axis xAxis = Axis.logarithmic(sizes.getMin(), largest, left + 6, right - 6);
        Axis yAxis = perSize
                ? Axis.linear(times.getMax() * 1.1, bottom, TOP)
                : Axis.logarithmic(times.getMin() / 1.5, times.getMax() * 1.5, bottom, TOP);
        grid(picture, xAxis, TOP, bottom, Figures::amount);
        yAxis.ticks().forEach((time, y) -> {
            picture.line("grid", left, y, right, y);
            picture.text("end quiet", left - 6, y + 4, Figures.duration(time));
        });
        picture.line("axis", left, bottom, right, bottom);
        picture.text("start heading", MARGIN, 22, kernel.title());
        picture.text("middle quiet", (left + right) / 2, bottom + 32, kernel.unit());
        for (Line line : lines) {
            for (Point point : line.points()) {
                double x = xAxis.at(point.size());
                if (!Double.isNaN(point.low())) {
                    double low = yAxis.clamped(point.low());
                    double high = yAxis.clamped(point.high());
                    picture.line("interval " + line.colour(), x, low, x, high);
                }
                if (!perSize) {
                    double radius = line.isC() ? 3.5 : 2.5;
                    picture.circle("mark " + line.colour(), x, yAxis.at(point.time()), radius);
                }
            }
            double[] curve = line.points().stream()
                    .flatMapToDouble(point ->
                            DoubleStream.of(xAxis.at(point.size()), yAxis.at(point.time())))
                    .toArray();
            picture.curve("curve " + line.colour(), curve);
        }
        if (narrow) {
            legend(picture, lines, bottom + 54);
            return picture.svg(bottom + 54 + 18 * lines.size());
        }
        double[] ends = lines.stream()
                .mapToDouble(line -> yAxis.at(line.points().getLast().time()))
                .toArray();
        double[] places = apart(ends, 17, bottom);
        double room = format.width - right - 12 - 8;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            double x = xAxis.at(line.points().getLast().size());
            picture.line("leader " + line.colour(), x + 5, ends[i], right + 8, places[i]);
            picture.text("start label", right + 12, places[i] + 4, line.title(), room);
        }
        return picture.svg(bottom + 42);
    }

    private static void legend(Picture picture, List<Line> lines, double top) {
        for (int i = 0; i < lines.size(); i++) {
            double y = top + 18 * i;
            picture.line("curve " + lines.get(i).colour(), MARGIN, y - 4, MARGIN + 18, y - 4);
            picture.text("start", MARGIN + 26, y, lines.get(i).title());
        }
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
