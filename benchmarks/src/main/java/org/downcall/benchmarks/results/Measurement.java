package org.downcall.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Median;
import org.openjdk.jmh.util.ListStatistics;

/**
 * One benchmark with its parameters and all of its samples: an element of the array that JMH writes
 * as its results in JSON. The statistics that JMH derives from the samples are computed again when
 * forks are added.
 */
public final class Measurement {

    private static final String PRIMARY = "primaryMetric";
    private static final String SECONDARY = "secondaryMetrics";
    private static final String SAMPLES = "rawData";

    /** Not a field of JMH: how the samples were taken in turns with other contenders. */
    private static final String TURNS = "turns";

    private static final String SEEDS = "seeds";
    private static final String DISTURBED = "disturbed";

    /** The metric of JMH's gc profiler with the bytes that one operation allocates. */
    public static final String ALLOCATION = "gc.alloc.rate.norm";

    private static final Map<String, Double> NANOSECONDS =
            Map.of("ns/op", 1.0, "us/op", 1e3, "ms/op", 1e6, "s/op", 1e9);
    private static final double[] PERCENTILES = {
        0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100
    };

    /** More than JMH and the JVM allocate beside the benchmark in an iteration. */
    private static final double ALLOCATED_BESIDE = 16 * 1024;

    /** With fewer operations in an iteration, that could hide 64 bytes of each or more. */
    private static final double FEWEST_OPERATIONS = ALLOCATED_BESIDE / 64;

    /** Thirty years. */
    private static final double LONGEST_NANOSECONDS = 30 * 365.25 * 86_400e9;

    private final ObjectNode json;

    private Measurement(ObjectNode json) {
        this.json = json;
    }

    /** @param jmh an element of JMH's array */
    public static Measurement of(JsonNode jmh) {
        for (String field : List.of("benchmark", "mode", PRIMARY)) {
            if (!jmh.has(field)) {
                throw new IllegalArgumentException(
                        "not a result of JMH: it has no \"" + field + "\"");
            }
        }
        return new Measurement(jmh.deepCopy());
    }

    /**
     * {@return a measurement that JMH did not take, in the format of JMH}
     *
     * @param mode JMH's short name of the mode: "avgt", "ss"
     * @param unit such as "ns/op"
     * @param samples of one fork
     */
    public static Measurement of(
            String benchmark,
            String mode,
            Map<String, String> params,
            String unit,
            double... samples) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("benchmark", benchmark)
                .put("mode", mode)
                .put("threads", 1)
                .put("forks", 1)
                .put("jdkVersion", System.getProperty("java.version"))
                .put("vmName", System.getProperty("java.vm.name"))
                .put("vmVersion", System.getProperty("java.vm.version"))
                .put("measurementIterations", samples.length)
                .put("measurementBatchSize", 1);
        if (!params.isEmpty()) {
            new TreeMap<>(params).forEach(json.putObject("params")::put);
        }
        ObjectNode primary = json.putObject(PRIMARY).put("scoreUnit", unit);
        ArrayNode fork = primary.putArray(SAMPLES).addArray();
        Arrays.stream(samples).forEach(fork::add);
        json.putObject(SECONDARY);
        summarize(primary);
        return new Measurement(json);
    }

    /** {@return the full name: class and method} */
    public String benchmark() {
        return json.get("benchmark").asText();
    }

    /** {@return the name of the class without its package} */
    public String shortClass() {
        return className().substring(className().lastIndexOf('.') + 1);
    }

    /** {@return the name of the class with its package} */
    public String className() {
        return benchmark().substring(0, benchmark().lastIndexOf('.'));
    }

    public String method() {
        return benchmark().substring(benchmark().lastIndexOf('.') + 1);
    }

    /** {@return JMH's short name of the mode: "avgt", "ss"} */
    public String mode() {
        return json.get("mode").asText();
    }

    public SortedMap<String, String> params() {
        SortedMap<String, String> params = new TreeMap<>();
        json.path("params").forEachEntry((name, value) -> params.put(name, value.asText()));
        return params;
    }

    /** {@return a short name: {@code OneLong.ffm}, {@code FloatArray.jniRegion(length=16)}} */
    public String id() {
        return id(benchmark(), params());
    }

    /** @param benchmark the full name */
    public static String id(String benchmark, SortedMap<String, String> params) {
        int method = benchmark.lastIndexOf('.');
        String name = benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
        return params.isEmpty()
                ? name
                : name + params.toString().replace('{', '(').replace('}', ')');
    }

    /** {@return the unit as JMH writes it: {@code ns/op}} */
    public String unit() {
        return json.get(PRIMARY).path("scoreUnit").asText();
    }

    /** {@return the calls in a sample of a single-shot benchmark; 1 in every other mode} */
    public int batch() {
        return Math.max(1, json.path("measurementBatchSize").asInt(1));
    }

    /** {@return the number of JVMs that took samples} JMH counts none if it did not fork. */
    public int forks() {
        return json.get(PRIMARY).path(SAMPLES).size();
    }

    /** {@return the samples of each JVM, in nanoseconds for one operation} */
    public List<double[]> forksInNanoseconds() {
        double factor = nanosecondsPerUnit() / (mode().equals("ss") ? batch() : 1);
        return samples(json.get(PRIMARY)).stream()
                .map(fork -> Arrays.stream(fork).map(sample -> sample * factor).toArray())
                .toList();
    }

    /**
     * {@return the time of one operation, in nanoseconds} It is a median of slices if there were
     * turns, as are the ratios, and a mean if not.
     */
    public Estimate time() {
        return tookTurns() ? Estimate.ofMedians(slices()) : Estimate.of(forksInNanoseconds());
    }

    /**
     * {@return the bytes of the Java heap that one operation allocates; empty if unknown} It is
     * unknown for single shots, and for long operations that allocate little: most of the bytes
     * would be those of JMH itself.
     */
    public Optional<Estimate> allocated() {
        if (mode().equals("ss")) {
            return Optional.empty();
        }
        List<double[]> samples = samples(json.path(SECONDARY).path(ALLOCATION));
        if (samples.isEmpty()) {
            return Optional.empty();
        }
        // The first iteration of each JVM also counts what it initializes.
        Estimate bytes = Estimate.of(samples.stream()
                .map(fork -> new double[] {Median.withDefaults().evaluate(fork)})
                .toList());
        double operations = Math.max(1, iterationNanoseconds() / time().mean());
        if (!(bytes.mean() * operations < ALLOCATED_BESIDE)) { // also if the number is unknown
            return Optional.of(bytes);
        }
        return operations < FEWEST_OPERATIONS
                ? Optional.empty()
                : Optional.of(Estimate.of(List.of(new double[samples.size()])));
    }

    /** {@return how long an iteration was to last; NaN if the file does not state it} */
    private double iterationNanoseconds() {
        String[] duration = json.path("measurementTime").asText().split(" ");
        Double unit = duration.length == 2 ? NANOSECONDS.get(duration[1] + "/op") : null;
        return unit == null ? Double.NaN : Double.parseDouble(duration[0]) * unit;
    }

    /**
     * {@return whether there are samples of a time} JMH can also count operations per second, or
     * keep only a histogram.
     */
    public boolean isTime() {
        return NANOSECONDS.containsKey(unit())
                && json.get(PRIMARY).path(SAMPLES).valueStream().anyMatch(fork -> !fork.isEmpty());
    }

    /** {@return the first sample, as it is written, that cannot be a time; empty if all can} */
    Optional<String> impossibleSample() {
        double longest = LONGEST_NANOSECONDS / nanosecondsPerUnit();
        for (JsonNode fork : json.get(PRIMARY).path(SAMPLES)) {
            if (!fork.isArray()) {
                return Optional.of(fork.toString());
            }
            for (JsonNode sample : fork) {
                if (!sample.isNumber() || !(sample.asDouble() > 0 && sample.asDouble() < longest)) {
                    return Optional.of(sample.isNumber() ? sample.asText() : sample.toString());
                }
            }
        }
        return Optional.empty();
    }

    private double nanosecondsPerUnit() {
        if (!NANOSECONDS.containsKey(unit())) {
            throw new IllegalStateException(
                    id() + " is in " + unit() + ", which is not a time per operation");
        }
        return NANOSECONDS.get(unit());
    }

    /**
     * {@return the same with only the samples of some turns, in this order}
     *
     * @param turns the turns of the one fork, from 0 on
     * @param samples the number of samples in a turn
     * @param disturbed the number of slices that were disturbed
     * @param seed of the order in which the contenders took turns; all of them have the same
     */
    public Measurement ofTurns(int[] turns, int samples, int disturbed, long seed) {
        ObjectNode chosen = json.deepCopy();
        chosen.put("measurementIterations", turns.length * samples);
        int all = json.get(PRIMARY).get(SAMPLES).get(0).size();
        metrics(chosen).forEach(metric -> {
            JsonNode data = metric.path(SAMPLES).path(0);
            if (data.size() == all) {
                ArrayNode fork = ((ArrayNode) metric.get(SAMPLES)).removeAll().addArray();
                for (int turn : turns) {
                    for (int i = 0; i < samples; i++) {
                        fork.add(data.get(turn * samples + i));
                    }
                }
                summarize((ObjectNode) metric);
            }
        });
        ObjectNode node = chosen.putObject(TURNS).put("samples", samples);
        node.putArray(SEEDS).add(seed);
        node.putArray(DISTURBED).add(disturbed);
        return new Measurement(chosen);
    }

    /**
     * {@return the same as the result of a round, in which trials took turns JVM by JVM}
     *
     * @param seed all trials of the round have the same
     */
    public Measurement inRound(long seed) {
        int samples = json.get(PRIMARY).get(SAMPLES).get(0).size();
        return ofTurns(IntStream.range(0, samples).toArray(), 1, 0, seed);
    }

    private static Stream<JsonNode> metrics(ObjectNode json) {
        return Stream.concat(
                Stream.of(json.get(PRIMARY)),
                json.path(SECONDARY).properties().stream().map(Map.Entry::getValue));
    }

    /** {@return whether both took turns, slice by slice, in each of their JVMs} */
    public boolean tookTurnsWith(Measurement other) {
        JsonNode seeds = json.path(TURNS).path(SEEDS);
        return !seeds.isEmpty() && seeds.equals(other.json.path(TURNS).path(SEEDS));
    }

    /** {@return whether this took turns, slice by slice, with others} */
    public boolean tookTurns() {
        return json.has(TURNS);
    }

    /** {@return the median of each slice, for each JVM, in nanoseconds for one operation} */
    List<double[]> slices() {
        int samples = Math.max(1, json.path(TURNS).path("samples").asInt(1));
        return forksInNanoseconds().stream()
                .map(fork -> IntStream.range(0, fork.length / samples)
                        .mapToDouble(slice -> Median.withDefaults()
                                .evaluateRange(fork, slice * samples, (slice + 1) * samples))
                        .toArray())
                .toList();
    }

    /** {@return the number of slices that were disturbed} */
    public long disturbed() {
        return json.path(TURNS)
                .path(DISTURBED)
                .valueStream()
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    /** {@return the same with the forks of both, in order} */
    public Measurement plus(Measurement more) {
        if (!benchmark().equals(more.benchmark()) || !params().equals(more.params())) {
            throw new IllegalArgumentException(
                    id() + " and " + more.id() + " are not the same benchmark");
        }
        ObjectNode sum = json.deepCopy();
        append(sum.get(PRIMARY), more.json.get(PRIMARY));
        sum.path(SECONDARY)
                .forEachEntry((name, metric) ->
                        append(metric, more.json.path(SECONDARY).path(name)));
        for (String perFork : List.of(SEEDS, DISTURBED)) {
            if (sum.path(TURNS).path(perFork) instanceof ArrayNode array) {
                more.json.path(TURNS).path(perFork).forEach(array::add);
            }
        }
        Measurement both = new Measurement(sum);
        sum.put("forks", both.forks());
        return both;
    }

    private static void append(JsonNode metric, JsonNode more) {
        if (metric.get(SAMPLES) instanceof ArrayNode forks && more.has(SAMPLES)) {
            more.get(SAMPLES).forEach(forks::add);
            summarize((ObjectNode) metric);
        }
    }

    /** Computes the fields that JMH derives from the samples. */
    private static void summarize(ObjectNode metric) {
        double[] samples =
                samples(metric).stream().flatMapToDouble(Arrays::stream).toArray();
        ListStatistics all = new ListStatistics(samples);
        metric.put("score", all.getMean());
        double error = StudentsT.meanError(samples, Estimate.CONFIDENCE_OF_MEANS);
        metric.set("scoreError", number(error));
        metric.putArray("scoreConfidence")
                .add(number(all.getMean() - error))
                .add(number(all.getMean() + error));
        ObjectNode percentiles = metric.putObject("scorePercentiles");
        for (double percentile : PERCENTILES) {
            percentiles.put(Double.toString(percentile), all.getPercentile(percentile));
        }
    }

    /** JSON has no NaN; JMH writes it as a string. */
    private static JsonNode number(double value) {
        return Double.isNaN(value) ? TextNode.valueOf("NaN") : DoubleNode.valueOf(value);
    }

    private static List<double[]> samples(JsonNode metric) {
        return metric.path(SAMPLES)
                .valueStream()
                .map(fork -> fork.valueStream().mapToDouble(JsonNode::asDouble).toArray())
                .toList();
    }

    /** {@return a copy of the element of JMH's array} */
    public ObjectNode json() {
        return json.deepCopy();
    }
}
