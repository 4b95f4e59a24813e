package org.downcall.benchmarks.vm;

import java.util.ArrayList;
import java.util.List;
import org.downcall.benchmarks.results.Absence;
import org.downcall.benchmarks.run.Comparison;
import org.downcall.benchmarks.run.RunMode;
import org.downcall.benchmarks.run.Suite;

/** Cold start, time to safepoint, and virtual threads. */
public final class VmSuite implements Suite {

    @Override
    public List<Comparison> comparisons(RunMode mode) {
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.add(ColdStart.comparison(mode));
        comparisons.addAll(Safepoints.comparisons(mode));
        comparisons.addAll(VirtualThreads.comparisons(mode));
        return comparisons;
    }

    @Override
    public List<Absence> absences(RunMode mode) {
        List<Absence> absences = new ArrayList<>();
        absences.addAll(ColdStart.absences());
        absences.addAll(Safepoints.absences());
        absences.addAll(VirtualThreads.absences());
        return absences;
    }
}
