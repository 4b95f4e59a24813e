package org.downcall.benchmarks.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.SortedMap;
import org.downcall.benchmarks.results.Measurement;

/** A benchmark with its parameters, to be timed. */
public interface Trial {

    /** {@return the full name: class and method} */
    String benchmark();

    SortedMap<String, String> params();

    /** {@return about how long {@link #measure} takes} */
    Duration estimate(RunMode mode);

    /**
     * Measures in a JVM of its own. In smoke mode the JVM may be this one.
     *
     * @param log for details that matter only after a failure
     */
    Measurement measure(RunMode mode, PrintStream log) throws Exception;

    /**
     * {@return a short and unambiguous name} Examples are {@code OneLong.ffm} and
     * {@code FloatArray.jniRegion(length=16)}.
     */
    default String id() {
        return Measurement.id(benchmark(), params());
    }
}
