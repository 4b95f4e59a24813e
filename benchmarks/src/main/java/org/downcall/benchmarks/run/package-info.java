/**
 * The suite: runs {@link org.downcall.benchmarks.run.Comparison}s, whose
 * {@link org.downcall.benchmarks.run.Trial}s take turns, and keeps the results of a run that was
 * stopped.
 */
package org.downcall.benchmarks.run;
