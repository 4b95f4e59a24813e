package org.downcall.benchmarks.vectors;

import java.util.Optional;

/**
 * The incubator module of the Vector API. This class uses nothing of the module, so that it can be
 * loaded in a JVM without it, as those of most contenders are.
 */
final class VectorModule {

    static final String OPTION = "--add-modules=jdk.incubator.vector";

    /** {@return why it cannot be used in this JVM; empty if it can} */
    static Optional<String> absence() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? Optional.empty()
                : Optional.of("this JVM runs without " + OPTION);
    }

    private VectorModule() {}
}
