package org.downcall.benchmarks.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a JVM can keep of one run to start sooner in the next. */
enum StartCache {

    /** The archive of the JDK's own classes, which is in use unless one switches it off. */
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

    /** The classes of the application as well. */
    APP_CDS("AppCDS", "-Xshare:on") {
        @Override
        Stream<List<String>> create(Path file) {
            // Not with ArchiveClassesAtExit: that builds upon the archive of the JDK, and JDK 25
            // then complains at each
            // start that the archive was made without --enable-native-access.
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

    /**
     * Classes that are linked already, since JDK 24, and profiles of their methods, since JDK 25.
     */
    AOT("AOT", "-XX:AOTMode=auto") {
        @Override
        Stream<List<String>> create(Path file) {
            // JDK 25 can do both at once, with AOTCacheOutput; these two steps are the same, and
            // JDK 24 knows them too.
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

    /** @param probe an option that every JDK accepts which can do this */
    StartCache(String title, String probe) {
        this.title = title;
        this.probe = probe;
    }

    /** The options of the runs, one after the other, that leave the cache in {@code file}. */
    abstract Stream<List<String>> create(Path file);

    /** The options of a run that starts from it. */
    abstract List<String> use(Path file);

    /** {@return why this JDK cannot do it; empty if it can} */
    Optional<String> absence() {
        return ChildJvm.refusal(probe);
    }

    @Override
    public String toString() {
        return title;
    }
}
