package org.downcall.benchmarks.vectors;

import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The incubator module of the Vector API. This class uses nothing of the module, so that it can be
 * loaded in a JVM without it, as those of most contenders are.
 */
final class VectorModule {

    static final String OPTION = "--add-modules=jdk.incubator.vector";

    /** Referenced from here, because the JVM may collect loggers and lose their levels. */
    private static final List<Logger> LOGGERS = Stream.of(
                    "org.apache.lucene", "io.github.jbellis.jvector")
            .map(Logger::getLogger)
            .toList();

    /** Keeps the libraries that use the module from reporting on the terminal that they found it. */
    static void reportOnlyWarnings() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    /** {@return why it cannot be used in this JVM; empty if it can} */
    static Optional<String> absence() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? Optional.empty()
                : Optional.of("this JVM runs without " + OPTION);
    }

    private VectorModule() {}
}
