package org.downcall.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.downcall.Backend;
import org.downcall.benchmarks.calls.BenchLibrary;
import org.openjdk.jmh.util.Version;

/** The machine, the JVM and the libraries of a run, for its JSON. */
public final class Environment {

    /** Facts that the build records: compiler options, and versions that libraries do not state. */
    private static final Properties BUILD = build();

    /** Fields that may differ between the parts of a resumed run. Only older runs have a clock. */
    private static final List<String> VOLATILE = List.of("date", "load", "clock", "failed");

    public static ObjectNode of(RunMode mode) {
        ObjectNode environment = new ObjectMapper()
                .createObjectNode()
                .put("mode", mode.toString())
                .put("date", LocalDate.now().toString());

        ObjectNode cpu = environment
                .putObject("cpu")
                .put("model", Machine.processor())
                .put("processors", Runtime.getRuntime().availableProcessors());
        List<String> cpuinfo = Machine.cpuinfo();
        Machine.threadsPerCore(cpuinfo).ifPresent(threads -> cpu.put("threadsPerCore", threads));
        Machine.governor().ifPresent(governor -> cpu.put("governor", governor));
        List<String> instructionSets = Machine.instructionSets(cpuinfo);
        if (!instructionSets.isEmpty()) {
            cpu.put("instructionSets", String.join(" ", instructionSets));
        }

        ObjectNode os = environment
                .putObject("os")
                .put("name", System.getProperty("os.name"))
                .put("kernel", System.getProperty("os.version"))
                .put("arch", System.getProperty("os.arch"));
        Machine.distribution().ifPresent(distribution -> os.put("distribution", distribution));
        environment.put(
                "load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());

        environment
                .putObject("jdk")
                .put("version", System.getProperty("java.vm.version"))
                .put("vm", System.getProperty("java.vm.name"))
                .put("vendor", System.getProperty("java.vendor"))
                .put("flags", flags());

        ObjectNode library = environment.putObject("library");
        library.put("backend", Backend.current().toString());
        property("bench.kernels")
                .flatMap(file -> sha256(Path.of(file)))
                .ifPresent(sha -> library.put("sha256", sha));
        if (BenchLibrary.present()) {
            sha256(BenchLibrary.path()).ifPresent(sha -> library.put("benchmarksSha256", sha));
        }
        classes(System.getProperty("java.class.path"))
                .ifPresent(sha -> library.put("classesSha256", sha));
        ObjectNode c = environment.putObject("c");
        property("bench.cc")
                .flatMap(compiler -> Machine.output(compiler, "--version"))
                .ifPresent(line -> c.put("compiler", line));
        property("bench.cc.options").ifPresent(options -> c.put("options", options));
        c.put("optionsOfTheBenchmarks", BUILD.getProperty("options"));

        ObjectNode peers = environment
                .putObject("peers")
                .put("JMH", Version.getPlainVersion())
                .put("JNA", Native.VERSION);
        for (String name : List.of("JNR-FFI", "apfloat", "FastDoubleParser", "Lucene", "JVector")) {
            peers.put(name, BUILD.getProperty(name));
        }
        return environment;
    }

    /** {@return a property that only the build can give: the compiler and its options} */
    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
    }

    private static Properties build() {
        Properties build = new Properties();
        try (InputStream file = Environment.class.getResourceAsStream("build.properties")) {
            build.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build;
    }

    /** The options of the forks, without system properties: they have paths in them. */
    private static String flags() {
        return Stream.of(JmhTrial.inherited(), JmhTrial.JVM)
                .flatMap(List::stream)
                .filter(argument -> !argument.startsWith("-D"))
                .collect(Collectors.joining(" "));
    }

    /**
     * {@return the SHA-256 of the names and the checksums of all files in jars} A build changes the
     * dates in a jar, and only the content matters.
     *
     * @param classPath empty is returned if it contains anything but jars
     */
    static Optional<String> classes(String classPath) {
        StringBuilder content = new StringBuilder();
        for (String element : classPath.split(File.pathSeparator)) {
            if (!Files.isRegularFile(Path.of(element))) {
                return Optional.empty();
            }
            try (ZipFile jar = new ZipFile(element)) {
                jar.stream()
                        .map(entry -> entry.getName() + " " + entry.getCrc() + "\n")
                        .sorted()
                        .forEach(content::append);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.of(sha256(content.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** {@return the SHA-256 of a file; empty if there is no such file} */
    private static Optional<String> sha256(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(sha256(Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** {@return the differences that keep the results of two environments apart} */
    public static List<String> differences(ObjectNode one, ObjectNode other) {
        List<String> differences = new ArrayList<>();
        ObjectNode all = one.deepCopy();
        all.setAll(other);
        all.fieldNames().forEachRemaining(name -> {
            if (!VOLATILE.contains(name) && !one.path(name).equals(other.path(name))) {
                differences.add(name + ": " + one.path(name) + " and " + other.path(name));
            }
        });
        return differences;
    }

    private Environment() {}
}
