/** The comparison of vectors: one pair, and searches in a matrix. */
package org.downcall.benchmarks.vectors;
