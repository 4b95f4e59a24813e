package org.downcall.benchmarks.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.downcall.benchmarks.report.Report;
import org.downcall.benchmarks.report.RunData;
import org.downcall.benchmarks.results.ResultsFile;
import org.downcall.benchmarks.run.UsageException;

/** A published run: a directory in docs/results. */
public final class Publication {

    /**
     * @param name that of the run; if it is empty, the name is made of date, processor and JDK
     * @throws UsageException if a run with that name exists
     */
    public static Path newPlace(ObjectNode environment, String name) {
        Path place = Documents.root()
                .resolve(Documents.RESULTS)
                .resolve(name.isEmpty() ? name(environment) : name);
        if (Files.exists(place)) {
            throw new UsageException("The run cannot be published: " + place
                    + " exists already. Give it another name with -Dbench.publish=NAME.");
        }
        return place;
    }

    public static void write(ResultsFile results, Path place) throws IOException {
        results.write(place.resolve("results.json"));
        writeReport(RunData.of(results, Optional.empty()), place);
    }

    /** Writes report.md and its pictures. */
    public static void writeReport(RunData run, Path directory) throws IOException {
        Files.writeString(directory.resolve("report.md"), Report.markdown(run));
        for (Map.Entry<String, String> picture : Report.pictures(run).entrySet()) {
            Files.writeString(directory.resolve(picture.getKey() + ".svg"), picture.getValue());
        }
    }

    /** {@return a name such as 2026-11-23-amd-epyc-family-25-model-17-jdk25} */
    static String name(ObjectNode environment) {
        String version = environment.path("jdk").path("version").asText();
        String words = environment.path("date").asText() + " "
                + environment.path("cpu").path("model").asText() + " jdk"
                + version.split("[^0-9]")[0];
        return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private Publication() {}
}
