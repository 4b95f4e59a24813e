/**
 * Where C pays: the same task in C, in Java and in the libraries that one would take otherwise,
 * over sizes. One class is one {@link org.downcall.benchmarks.kernels.Kernel};
 * {@link org.downcall.benchmarks.kernels.Kernels} lists them.
 */
package org.downcall.benchmarks.kernels;
