package org.downcall.archetype;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A project that the archetype has generated. */
record Generated(Path directory, Maven generation) {

    /** The goals and options before those of the project. */
    static final List<String> COMMAND = List.of(
            "archetype:generate",
            "-DarchetypeCatalog=local",
            "-DarchetypeGroupId=org.downcall",
            "-DarchetypeArtifactId=downcall-archetype",
            "-DarchetypeVersion=" + Maven.VERSION);

    /**
     * Generates a project of the group com.example in a directory, in which it gets a directory of
     * its own.
     */
    static Generated in(Path directory, String artifactId, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(COMMAND);
        // The first release that Maven finds for the prefix "archetype" may be another one.
        arguments.set(
                0,
                "org.apache.maven.plugins:maven-archetype-plugin:"
                        + System.getProperty("archetype.test.plugin") + ":generate");
        arguments.add("-DgroupId=com.example");
        arguments.add("-DartifactId=" + artifactId);
        arguments.addAll(List.of(options));
        Maven maven = Maven.run(directory, arguments.toArray(String[]::new));
        return new Generated(directory.resolve(artifactId), maven);
    }

    Maven maven(String... arguments) throws Exception {
        return Maven.run(directory, arguments);
    }

    Path file(String name) {
        return directory.resolve(name);
    }
}
