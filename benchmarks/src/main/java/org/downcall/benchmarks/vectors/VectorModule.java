package org.downcall.benchmarks.vectors;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Task;

/**
 * The incubator module of the Vector API. This class uses nothing of the module, so that it can be
 * loaded in a JVM without it, as those of most contenders are.
 */
final class VectorModule {

    static final String OPTION = "--add-modules=jdk.incubator.vector";

    private static final String NO_FMA =
            "the processor has no fused multiply-add, which the loop needs";

    /** Referenced from here, because the JVM may collect loggers and lose their levels. */
    private static final List<Logger> LOGGERS = Stream.of(
                    "org.apache.lucene", "io.github.jbellis.jvector")
            .map(Logger::getLogger)
            .toList();

    /**
     * {@return a contender that needs the module} Its JVM has the module, and the libraries that use
     * it do not report on the terminal that they found it.
     */
    static Contender contender(
            Kind kind, String name, String title, LongFunction<Task> preparation) {
        return Contender.of(kind, name, title, size -> {
                    LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
                    return preparation.apply(size);
                })
                .unless(VectorModule::absence)
                .inJvmWith(OPTION);
    }

    /** {@return why it cannot be used in this JVM; empty if it can} */
    static Optional<String> absence() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? Optional.empty()
                : Optional.of("this JVM runs without " + OPTION);
    }

    /**
     * {@return why a fused multiply-add of vectors cannot be used in this JVM; empty if it can}
     * Without an instruction for it, HotSpot computes each element with BigDecimal.
     */
    static Optional<String> absenceOfFma() {
        return absence().or(() -> usesFma() ? Optional.empty() : Optional.of(NO_FMA));
    }

    private static boolean usesFma() {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption("UseFMA")
                    .getValue()
                    .equals("true");
        } catch (IllegalArgumentException e) { // another JVM
            return true;
        }
    }

    private VectorModule() {}
}
