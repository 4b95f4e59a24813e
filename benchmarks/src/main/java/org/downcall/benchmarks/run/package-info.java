/**
 * How measuring goes: which {@link org.downcall.benchmarks.run.Comparison}s there are, in what
 * order their {@link org.downcall.benchmarks.run.Trial}s take turns, for how long, and what is kept
 * when it is stopped half-way.
 */
package org.downcall.benchmarks.run;
