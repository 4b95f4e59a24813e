package org.downcall.benchmarks.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run in a file: the array that JMH writes and that its viewers open. Each element has one more
 * field, {@code environment}, with the machine, the JVM and the options of the run.
 *
 * @param environment empty for a file that JMH has written
 */
public record ResultsFile(ObjectNode environment, List<Measurement> measurements) {

    private static final String ENVIRONMENT = "environment";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public ResultsFile {
        measurements = List.copyOf(measurements);
    }

    /** @throws IOException that names the file, if it cannot be read or has other content */
    public static ResultsFile read(Path file) throws IOException {
        JsonNode json;
        try {
            json = MAPPER.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (CharacterCodingException e) {
            throw new IOException(
                    file + " is not in UTF-8. Convert the file, or write it with JMH (-rf json).",
                    e);
        }
        if (!json.isArray()) {
            throw new IOException(file + " has no results of JMH: it is not an array");
        }
        List<Measurement> measurements = new ArrayList<>();
        ObjectNode environment = MAPPER.createObjectNode();
        for (JsonNode element : json) {
            if (element.get(ENVIRONMENT) instanceof ObjectNode object) {
                environment = object;
            }
            try {
                measurements.add(Measurement.of(element));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        file + ": element " + measurements.size() + " is " + e.getMessage(), e);
            }
        }
        return new ResultsFile(environment, measurements);
    }

    /**
     * {@return the measurements that are times}
     *
     * @param file the file they are from
     * @throws IOException that names the file and the value, if a sample is not a possible time; or
     *     if this is a smoke run
     */
    public List<Measurement> times(Path file) throws IOException {
        if (environment.path("mode").asText().equals("smoke")) {
            throw new IOException(file + " is a smoke run. Its figures are meaningless."
                    + " Choose the results of another run.");
        }
        List<Measurement> times =
                measurements.stream().filter(Measurement::isTime).toList();
        for (Measurement measurement : times) {
            Optional<String> fault = measurement.impossibleSample();
            if (fault.isPresent()) {
                throw new IOException(file + ": " + measurement.id() + " has the sample "
                        + fault.get() + ". A sample must be a number of " + measurement.unit()
                        + " above 0, and shorter than 30 years.");
            }
        }
        return times;
    }

    /**
     * Writes the array, with each list of numbers on one line. Replaces the file atomically, so that
     * a program that is stopped leaves a complete file.
     */
    public void write(Path file) throws IOException {
        ArrayNode array = MAPPER.createArrayNode();
        for (Measurement measurement : measurements) {
            ObjectNode element = measurement.json();
            element.set(ENVIRONMENT, environment);
            array.add(element);
        }
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        String json = MAPPER.writer(printer).writeValueAsString(array) + "\n";
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, json);
        Files.move(
                fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
