package org.downcall.benchmarks.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.SortedMap;
import org.downcall.benchmarks.results.Measurement;

/** One thing that is timed: a benchmark with its parameters. */
public interface Trial {

    /** The full name: class and method. */
    String benchmark();

    SortedMap<String, String> params();

    /** About how long {@link #measure} takes. */
    Duration estimate(RunMode mode);

    /**
     * Measures in one JVM of its own. In smoke mode the JVM may be this one.
     *
     * @param log for what nobody needs to read unless it fails
     */
    Measurement measure(RunMode mode, PrintStream log) throws Exception;

    /**
     * Short and unambiguous, such as {@code OneLong.ffm} or
     * {@code FloatArray.jniRegion(length=16)}.
     */
    default String id() {
        return Measurement.id(benchmark(), params());
    }
}
