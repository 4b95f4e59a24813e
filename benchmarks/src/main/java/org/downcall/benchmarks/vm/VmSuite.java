package org.downcall.benchmarks.vm;

import java.util.List;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Suite;

/** Cold start, time to safepoint, virtual threads. */
public final class VmSuite implements Suite {

    @Override
    public List<Comparison> comparisons(RunMode mode) {
        return List.of(ColdStart.comparison());
    }

    @Override
    public List<Absence> absences(RunMode mode) {
        return ColdStart.absences();
    }
}
