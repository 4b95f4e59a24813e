package org.downcall.benchmarks.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A cache that one run of a program creates to shorten the start of later runs. */
enum StartCache {

    /** The archive of the JDK's own classes, which the JVM uses by default. */
    NONE("none", "-Xshare:auto") {
        @Override
        Stream<List<String>> create(Path file) {
            return Stream.empty();
        }

        @Override
        List<String> use(Path file) {
            return List.of();
        }
    },

    /** The archive also contains the classes of the application. */
    APP_CDS("AppCDS", "-Xshare:on") {
        @Override
        Stream<List<String>> create(Path file) {
            // ArchiveClassesAtExit would build on the archive of the JDK. JDK 25 then warns at each
            // start that the archive was created without --enable-native-access.
            String classes = file + ".classes";
            return Stream.of(
                    List.of("-XX:DumpLoadedClassList=" + classes),
                    List.of(
                            "-Xshare:dump",
                            "-XX:SharedClassListFile=" + classes,
                            "-XX:SharedArchiveFile=" + file));
        }

        @Override
        List<String> use(Path file) {
            return List.of("-XX:SharedArchiveFile=" + file);
        }
    },

    /** Linked classes as of JDK 24, and also profiles of their methods as of JDK 25. */
    AOT("AOT", "-XX:AOTMode=auto") {
        @Override
        Stream<List<String>> create(Path file) {
            // JDK 25 can do both at once, with AOTCacheOutput. These two steps have the same result
            // and run on JDK 24, too.
            String configuration = "-XX:AOTConfiguration=" + file + ".conf";
            return Stream.of(
                    List.of("-XX:AOTMode=record", configuration),
                    List.of("-XX:AOTMode=create", configuration, "-XX:AOTCache=" + file));
        }

        @Override
        List<String> use(Path file) {
            return List.of("-XX:AOTCache=" + file);
        }
    };

    private final String title;
    private final String probe;

    /** @param probe an option that only JDKs with this kind of cache accept */
    StartCache(String title, String probe) {
        this.title = title;
        this.probe = probe;
    }

    /** The options of the runs that create the cache in {@code file}, one after the other. */
    abstract Stream<List<String>> create(Path file);

    /** The options of a run that uses the cache. */
    abstract List<String> use(Path file);

    /** {@return why this JDK cannot create the cache; empty if it can} */
    Optional<String> absence() {
        return ChildJvm.rejection(probe);
    }

    @Override
    public String toString() {
        return title;
    }
}
