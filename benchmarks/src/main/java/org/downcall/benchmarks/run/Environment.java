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

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Facts that the build records: compiler options, and versions that libraries do not state. */
    private static final Properties BUILD = build();

    /** Fields that may differ between the two parts of a resumed run. */
    private static final List<String> VOLATILE = List.of("date", "load", "clock", "failed");

    public static ObjectNode of(RunMode mode) {
        ObjectNode environment = MAPPER.createObjectNode();
        environment.put("mode", mode.toString());
        environment.put("date", LocalDate.now().toString());

        ObjectNode cpu = environment.putObject("cpu");
        cpu.put("model", Machine.processor());
        cpu.put("processors", Runtime.getRuntime().availableProcessors());
        Machine.threadsPerCore().ifPresent(threads -> cpu.put("threadsPerCore", threads));
        Machine.governor().ifPresent(governor -> cpu.put("governor", governor));
        List<String> instructionSets = Machine.instructionSets();
        if (!instructionSets.isEmpty()) {
            cpu.put("instructionSets", String.join(" ", instructionSets));
        }

        ObjectNode os = environment.putObject("os");
        os.put("name", System.getProperty("os.name"));
        os.put("kernel", System.getProperty("os.version"));
        os.put("arch", System.getProperty("os.arch"));
        Machine.distribution().ifPresent(distribution -> os.put("distribution", distribution));
        environment.put(
                "load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());

        ObjectNode jdk = environment.putObject("jdk");
        jdk.put("version", System.getProperty("java.vm.version"));
        jdk.put("vm", System.getProperty("java.vm.name"));
        jdk.put("vendor", System.getProperty("java.vendor"));
        jdk.put(
                "flags",
                Stream.concat(flags().stream(), JmhTrial.JVM.stream())
                        .collect(Collectors.joining(" ")));

        ObjectNode library = environment.putObject("library");
        library.put("backend", Backend.current().toString());
        property("bench.kernels")
                .map(Path::of)
                .flatMap(Environment::digest)
                .ifPresent(sha -> library.put("sha256", sha));
        if (BenchLibrary.present()) {
            digest(BenchLibrary.path()).ifPresent(sha -> library.put("benchmarksSha256", sha));
        }
        classes(System.getProperty("java.class.path"))
                .ifPresent(sha -> library.put("classesSha256", sha));
        ObjectNode c = environment.putObject("c");
        property("bench.cc")
                .flatMap(compiler -> Machine.output(compiler, "--version"))
                .ifPresent(line -> c.put("compiler", line));
        property("bench.cc.options").ifPresent(options -> c.put("options", options));
        c.put("optionsOfTheBenchmarks", BUILD.getProperty("options"));
        peers(environment.putObject("peers"));
        return environment;
    }

    /** {@return a property that only the build can give: the compiler and its options} */
    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
    }

    /** The versions of JMH and of the libraries that the report compares. */
    private static void peers(ObjectNode peers) {
        peers.put("JMH", Version.getPlainVersion());
        peers.put("JNA", Native.VERSION);
        for (String name : List.of("JNR-FFI", "apfloat", "FastDoubleParser", "Lucene", "JVector")) {
            peers.put(name, BUILD.getProperty(name));
        }
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

    /** The options that the forks inherit, without system properties: they have paths in them. */
    private static List<String> flags() {
        return JmhTrial.inherited().stream()
                .filter(argument -> !argument.startsWith("-D"))
                .toList();
    }

    /**
     * {@return the SHA-256 of the names and the checksums of all files in jars} A build changes the
     * dates in a jar, and only the content matters.
     *
     * @param classPath empty is returned if it contains anything but jars
     */
    static Optional<String> classes(String classPath) {
        MessageDigest digest = sha256();
        for (String element : classPath.split(File.pathSeparator)) {
            if (!Files.isRegularFile(Path.of(element))) {
                return Optional.empty();
            }
            try (ZipFile jar = new ZipFile(element)) {
                jar.stream()
                        .map(entry -> entry.getName() + " " + entry.getCrc() + "\n")
                        .sorted()
                        .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** {@return the SHA-256 of a file; empty if there is no such file} */
    private static Optional<String> digest(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] digest = sha256().digest(Files.readAllBytes(file));
            return Optional.of(HexFormat.of().formatHex(digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
