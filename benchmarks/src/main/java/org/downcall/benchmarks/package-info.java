/**
 * What {@code mvn verify -Pbench} runs.
 *
 * <p>{@link org.downcall.benchmarks.FibonacciExperiment} is the program. It takes each {@link
 * org.downcall.benchmarks.Row}, lets {@link org.downcall.benchmarks.Jmh} time its method in {@link
 * org.downcall.benchmarks.ArticleBenchmark}, and prints what {@link org.downcall.benchmarks.RoundStatistics} and
 * {@link org.downcall.benchmarks.ComparisonTable} make of the times. A benchmark that is not about the article goes
 * into a class of its own, as {@link org.downcall.benchmarks.DowncallBenchmark} and {@link
 * org.downcall.benchmarks.SmallKernelBenchmark} do.
 */
package org.downcall.benchmarks;
