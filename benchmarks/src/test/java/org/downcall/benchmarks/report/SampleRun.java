package org.downcall.benchmarks.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.downcall.benchmarks.calls.Technology;
import org.downcall.benchmarks.results.Measurement;

/**
 * A sample run with results of every kind. Its numbers have the right order of magnitude, and are
 * always the same.
 */
final class SampleRun {

    static final String CALLS = "org.downcall.benchmarks.calls.";
    static final String KERNELS = "org.downcall.benchmarks.kernels.KernelBenchmark.run";
    static final String VM = "org.downcall.benchmarks.vm.";

    private static final int FORKS = 4;
    private static final int ITERATIONS = 4;

    private static final List<Measurement> ALL = List.copyOf(new SampleRun().all());

    private final Random random = new Random(1);
    private final List<Measurement> measurements = new ArrayList<>();

    static RunData full() {
        return run("full", ALL, Optional.empty());
    }

    static RunData smoke() {
        List<Measurement> single = ALL.stream()
                .map(one -> Measurement.of(
                        one.benchmark(),
                        one.mode(),
                        one.params(),
                        one.unit(),
                        one.forksInNanoseconds().getFirst()[0]))
                .toList();
        return run("smoke", single, Optional.empty());
    }

    /** With an earlier run, in which some benchmarks were slower and some were absent. */
    static RunData compared() {
        List<Measurement> then = new ArrayList<>();
        for (Measurement one : ALL.subList(6, ALL.size())) {
            double factor = one.method().equals("jni") ? 1.5 : 1;
            then.add(scaled(one, factor));
        }
        return run("full", ALL, Optional.of(earlier(then)));
    }

    /** The environment of a run with another C compiler. */
    private static RunData.Earlier earlier(List<Measurement> measurements) {
        ObjectNode environment = environment("full");
        ((ObjectNode) environment.get("c")).put("compiler", "cc 11.4.0");
        return new RunData.Earlier("2026-01-01", measurements, environment);
    }

    static RunData run(
            String mode, List<Measurement> measurements, Optional<RunData.Earlier> earlier) {
        return new RunData(measurements, environment(mode), earlier);
    }

    static RunData of(Measurement... measurements) {
        return run("full", List.of(measurements), Optional.empty());
    }

    /** Samples of two forks around a mean. */
    static Measurement around(String benchmark, Map<String, String> params, double mean) {
        return fork(benchmark, "avgt", params, mean * 0.99, mean, mean * 1.01)
                .plus(fork(benchmark, "avgt", params, mean * 0.99, mean, mean * 1.01));
    }

    static Measurement fork(
            String benchmark, String mode, Map<String, String> params, double... samples) {
        return Measurement.of(benchmark, mode, params, "ns/op", samples);
    }

    private static Measurement scaled(Measurement one, double factor) {
        return one.forksInNanoseconds().stream()
                .map(fork -> {
                    double[] samples = IntStream.range(0, fork.length)
                            .mapToDouble(i -> fork[i] * factor)
                            .toArray();
                    return fork(one.benchmark(), one.mode(), one.params(), samples);
                })
                .reduce(Measurement::plus)
                .orElseThrow();
    }

    private static ObjectNode environment(String mode) {
        ObjectNode environment = JsonNodeFactory.instance.objectNode();
        environment.put("mode", mode);
        environment.put("date", "2026-11-23");
        ObjectNode cpu = environment.putObject("cpu");
        cpu.put("model", "A processor of the sample <x86 & co>");
        cpu.put("processors", 2);
        cpu.put("threadsPerCore", 1);
        cpu.put("governor", "performance");
        cpu.put(
                "instructionSets",
                "adx avx avx2 avx512f avx512ifma avx512vbmi bmi2 sse4_2 vaes vpclmulqdq");
        environment
                .putObject("os")
                .put("name", "Linux")
                .put("kernel", "6.1.0")
                .put("arch", "amd64")
                .put("distribution", "Debian GNU/Linux 12 (bookworm)");
        environment.put("load", 0.25);
        ObjectNode jdk = environment.putObject("jdk");
        jdk.put("version", "25.0.3+9-LTS");
        jdk.put("vm", "OpenJDK 64-Bit Server VM");
        jdk.put("vendor", "Temurin");
        jdk.put("flags", "-XX:+UseG1GC");
        environment
                .putObject("c")
                .put("compiler", "cc 12.2.0")
                .put("options", "-O3 -fPIC")
                .put("optionsOfTheBenchmarks", "-O3");
        environment
                .putObject("library")
                .put("backend", "native kernels, instruction set adx")
                .put("sha256", "0123456789abcdef".repeat(4))
                .put("benchmarksSha256", "fedcba9876543210".repeat(4));
        environment
                .putObject("peers")
                .put("JMH", "1.37")
                .put("JNA", "5.19.1")
                .put("JNR-FFI", "2.3.4")
                .put("apfloat", "1.16.0")
                .put("FastDoubleParser", "2.0.1")
                .put("Lucene", "10.6.0")
                .put("JVector", "4.0.2")
                .put("GMP", "6.2.1");
        ObjectNode absent = environment.putArray("absent").addObject();
        absent.put("benchmark", KERNELS);
        absent.putObject("params").put("kernel", "fibonacci-exact").put("contender", "flint");
        absent.put("reason", "libflint is not installed");
        environment.putArray("failed");
        return environment;
    }

    private List<Measurement> all() {
        article();
        shape("NoArguments", 0.95);
        shape("OneLong", 1);
        shape("TenMixed", 1.4);
        shape("StructIn16", 1.2, Technology.FFM_CRITICAL, Technology.PUBLIC_API, Technology.JNR);
        shape("StructOutByValue", 1.6, Technology.FFM, Technology.JNR);
        way("StructOutByValue.freshSegment", Map.of(), 22, 96);
        way("StructOutByValue.keptSegment", Map.of(), 9.1, 0);
        shape("UpcallComparator", 6000, Technology.FFM_CRITICAL, Technology.PUBLIC_API);
        way("UpcallIntegrand.ffm", Map.of(), 8.4, 0);
        way("UpcallIntegrand.c", Map.of(), 1.9, 0);
        way("UpcallIntegrand.jni", Map.of(), 31, 0);
        floats();
        strings();
        for (String beside : List.of("nothing", "confined", "shared")) {
            double time = beside.equals("shared") ? 5200 : 1700;
            way("SharedArenaBystander.java", Map.of("beside", beside), time, 0);
            way("SharedArenaBystander.ffm", Map.of("beside", beside), time * 1.04, 0);
        }
        kernel(
                "fibonacci-loop",
                1,
                1e5,
                Map.of("java", n -> 2 + 0.25 * n, "native", n -> 7 + 0.252 * n));
        kernel(
                "fibonacci-exact",
                10,
                1e6,
                Map.of(
                        "java", n -> 40 + 0.9 * n + n * n / 60_000,
                        "native", n -> 180 + 0.4 * n + n * n / 400_000,
                        "api", n -> n < 200 ? 50 + 0.9 * n : 190 + 0.4 * n + n * n / 400_000,
                        "article", n -> 30 + 15 * n + n * n / 120,
                        "apfloat", n -> 4000 + 12 * n,
                        "gmp", n -> 90 + 0.2 * n + n * n / 2_000_000));
        vm();
        return measurements;
    }

    private void article() {
        Map<String, Double> rows = new LinkedHashMap<>();
        rows.put("javaLoop", 2540.0);
        rows.put("nativeLoop", 2550.0);
        rows.put("nativeWrapping", 26.0);
        rows.put("javaExactIterative", 980_000.0);
        rows.put("javaExactDoubling", 8200.0);
        rows.put("nativeExact", 4300.0);
        rows.forEach((method, time) -> measurements.add(IntStream.range(0, FORKS)
                .mapToObj(fork -> byJmh(
                        fork(
                                "org.downcall.benchmarks.article.ArticleBenchmark." + method,
                                "ss",
                                Map.of(),
                                random.doubles(250)
                                        .map(x -> time * 10 * (1 + 0.15 * x * x * x))
                                        .toArray()),
                        100,
                        10,
                        "1 ms"))
                .reduce(Measurement::plus)
                .orElseThrow()));
    }

    private void shape(String name, double factor, Technology... absent) {
        Map<Technology, Double> times = new LinkedHashMap<>();
        times.put(Technology.JAVA, 0.5);
        times.put(Technology.C, 1.8);
        times.put(Technology.FFM_CRITICAL, 2.5);
        times.put(Technology.FFM, 6.7);
        times.put(Technology.JEXTRACT, 6.8);
        times.put(Technology.JNI, 7.4);
        times.put(Technology.JNR, 9.3);
        times.put(Technology.JNA_DIRECT, 55.0);
        times.put(Technology.JNA, 183.0);
        List.of(absent).forEach(times::remove);
        times.forEach((technology, time) -> way(
                name + "." + technology.method(),
                Map.of(),
                time * factor,
                technology == Technology.JNA ? 120 : 0));
    }

    private void floats() {
        for (int length : new int[] {16, 256, 4096, 65_536, 1_048_576}) {
            Map<String, String> params = Map.of("length", Integer.toString(length));
            double sum = length * 0.75;
            way("FloatArray.java", params, 1 + sum, 0);
            way("FloatArray.c", params, 2 + sum, 0);
            way("FloatArray.criticalZeroCopy", params, 4 + sum, 0);
            way("FloatArray.ffmFreshCopy", params, 50 + sum * 1.2, 100);
            way("FloatArray.ffmReusedCopy", params, 12 + sum * 1.1, 0);
            way("FloatArray.ffmOffHeap", params, 8 + sum, 0);
            way("FloatArray.jniCritical", params, 60 + sum, 0);
            way("FloatArray.jniRegion", params, 20 + sum * 1.1, 0);
            way("FloatArray.jnr", params, 90 + sum * 1.4, 60);
            way("FloatArray.jna", params, 900 + sum * 2, 4.0 * length);
            way("FloatArray.jnaDirect", params, 500 + sum * 2, 4.0 * length);
        }
    }

    private void strings() {
        for (String text : List.of("ASCII", "non-ASCII")) {
            for (int length : text.equals("ASCII") ? new int[] {8, 128, 4096} : new int[] {128}) {
                Map<String, String> params = Map.of("text", length + " " + text);
                double each = text.equals("ASCII") ? 0.1 : 1.1;
                way("StringIn.ffmArena", params, 35 + each * length, 24);
                way("StringIn.ffmReusedBuffer", params, 14 + each * length, 0);
                way("StringIn.jni", params, 60 + 2 * each * length, 0);
                way("StringIn.jna", params, 400 + 4 * each * length, 3.0 * length);
            }
        }
    }

    private void kernel(
            String name,
            double smallest,
            double largest,
            Map<String, DoubleUnaryOperator> contenders) {
        new TreeMap<>(contenders).forEach((contender, time) -> {
            for (double size = smallest; size <= largest; size *= 10) {
                if (!contender.equals("article") || size <= 10_000) {
                    measurements.add(noisy(
                            KERNELS,
                            Map.of(
                                    "kernel", name,
                                    "contender", contender,
                                    "size", Long.toString((long) size)),
                            time.applyAsDouble(size),
                            0));
                }
            }
        });
    }

    private void vm() {
        for (String cache : List.of("none", "AppCDS", "AOT")) {
            double saved = cache.equals("none") ? 1 : cache.equals("AOT") ? 0.6 : 0.75;
            new TreeMap<>(Map.of("jvmOnly", 38e6, "javaKernel", 47e6, "nativeKernel", 78e6))
                    .forEach((method, time) -> measurements.add(fork(
                            VM + "ColdStart." + method,
                            "ss",
                            Map.of("cache", cache),
                            random.doubles(20)
                                    .map(x -> saved * time * (1 + 0.1 * x))
                                    .toArray())));
        }
        Map<String, Double> calls = new TreeMap<>(
                Map.of("1us", 1e3, "10us", 1e4, "100us", 1e5, "1ms", 1e6, "10ms", 1e7));
        for (String gc : List.of("G1", "Parallel", "Z")) {
            calls.forEach((length, call) -> {
                Map<String, Double> times =
                        Map.of("critical", 8000 + call, "plain", 9000.0, "java", 7000.0);
                new TreeMap<>(times)
                        .forEach((method, time) -> measurements.add(fork(
                                VM + "Safepoints." + method,
                                "ss",
                                Map.of("gc", gc, "length", length),
                                random.doubles(30).map(x -> time * (0.3 + x)).toArray())));
            });
        }
        for (String thread : List.of("platform", "virtual")) {
            measurements.add(noisy(VM + "CallOnThread.java", Map.of("thread", thread), 0.6, 0));
            measurements.add(noisy(VM + "CallOnThread.ffm", Map.of("thread", thread), 6.9, 0));
            measurements.add(
                    noisy(VM + "CallOnThread.ffmCritical", Map.of("thread", thread), 2.6, 0));
        }
        measurements.add(noisy(VM + "BlockedThreads.ffmOnVirtualThreads", Map.of(), 36e6, 40_000));
        measurements.add(
                noisy(VM + "BlockedThreads.ffmOnPlatformThreads", Map.of(), 1.9e6, 30_000));
        measurements.add(
                noisy(VM + "BlockedThreads.upcallOnVirtualThreads", Map.of(), 36.5e6, 40_000));
        measurements.add(
                noisy(VM + "BlockedThreads.upcallOnPlatformThreads", Map.of(), 1.9e6, 30_000));
        measurements.add(
                noisy(VM + "BlockedThreads.sleepOnVirtualThreads", Map.of(), 1.4e6, 45_000));
        measurements.add(
                noisy(VM + "BlockedThreads.sleepOnPlatformThreads", Map.of(), 1.8e6, 30_000));
    }

    private void way(String name, Map<String, String> params, double time, double bytes) {
        measurements.add(noisy(CALLS + name, params, time, bytes));
    }

    private Measurement noisy(
            String benchmark, Map<String, String> params, double time, double bytes) {
        return IntStream.range(0, FORKS)
                .mapToObj(fork -> {
                    double level = 1 + 0.01 * random.nextGaussian();
                    double[] samples = random.doubles(ITERATIONS)
                            .map(x -> time * level * (1 + 0.02 * x))
                            .toArray();
                    return byJmh(
                            allocating(fork(benchmark, "avgt", params, samples), bytes),
                            3,
                            1,
                            "100 ms");
                })
                .reduce(Measurement::plus)
                .orElseThrow();
    }

    /** With the fields in which JMH records the warm-up and the samples. */
    static Measurement byJmh(Measurement one, int warmups, int batch, String time) {
        return Measurement.of(one.json()
                .put("jmhVersion", "1.37")
                .put("warmupIterations", warmups)
                .put("warmupTime", time)
                .put("warmupBatchSize", batch)
                .put("measurementTime", time)
                .put("measurementBatchSize", batch));
    }

    static Measurement allocating(Measurement one, double bytes) {
        ObjectNode json = one.json();
        ObjectNode metric =
                ((ObjectNode) json.get("secondaryMetrics")).putObject("gc.alloc.rate.norm");
        metric.put("scoreUnit", "B/op");
        metric.putArray("rawData").addArray().add(bytes).add(bytes + 1e-6);
        return Measurement.of(json);
    }

    private SampleRun() {}
}
