/**
 * Where C pays off: the same computation in C, in Java and in other libraries, over a range of
 * sizes. Each class is a {@link org.downcall.benchmarks.kernels.Kernel};
 * {@link org.downcall.benchmarks.kernels.Kernels} lists them.
 */
package org.downcall.benchmarks.kernels;
