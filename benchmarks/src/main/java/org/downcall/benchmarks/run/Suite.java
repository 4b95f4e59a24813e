package org.downcall.benchmarks.run;

import java.util.List;
import org.downcall.benchmarks.results.Absence;

/** A part of what is measured. */
public interface Suite {

    /** In the order in which they are to run. */
    List<Comparison> comparisons(RunMode mode);

    /** What cannot be measured here and why. */
    default List<Absence> absences(RunMode mode) {
        return List.of();
    }
}
