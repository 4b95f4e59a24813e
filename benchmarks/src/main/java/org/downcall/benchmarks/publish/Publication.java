package org.downcall.benchmarks.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.downcall.benchmarks.report.MarkdownReport;
import org.downcall.benchmarks.report.RunData;
import org.downcall.benchmarks.results.ResultsFile;

/** A run in a directory of docs/results. */
public final class Publication {

    /**
     * @param directory of all published runs
     * @param name of this one; empty for date, processor and JDK
     * @return the files' directory
     */
    public static Path write(ResultsFile results, Path directory, String name) throws IOException {
        Path place = directory.resolve(name.isEmpty() ? name(results.environment()) : name);
        results.write(place.resolve("results.json"));
        Files.writeString(
                place.resolve("report.md"),
                MarkdownReport.of(RunData.of(results, Optional.empty())).toString());
        return place;
    }

    /** Such as 2026-11-23-amd-epyc-family-25-model-17-jdk25. */
    static String name(ObjectNode environment) {
        String version = environment.path("jdk").path("version").asText();
        String words = environment.path("date").asText() + " " + environment.path("cpu").path("model").asText()
                + " jdk" + version.split("[^0-9]")[0];
        return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private Publication() {}
}
