package org.downcall.benchmarks.run;

import java.util.List;
import org.downcall.benchmarks.results.Absence;

/** A part of the measurement. */
public interface Suite {

    /** {@return the comparisons in the order in which they run} */
    List<Comparison> comparisons(RunMode mode);

    /** {@return what cannot be measured on this machine, and why} */
    default List<Absence> absences(RunMode mode) {
        return List.of();
    }
}
