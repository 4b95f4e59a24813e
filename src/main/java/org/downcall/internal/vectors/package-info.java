/** The kernels of vectors: comparisons, searches and summaries. */
package org.downcall.internal.vectors;
