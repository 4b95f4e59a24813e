/** The kernels of vectors: the comparison of one pair, and searches in a matrix. */
package org.downcall.benchmarks.vectors;
