package org.downcall;

/**
 * A row that a search found.
 *
 * @param row the number of the row, from 0
 * @param value the value of the metric; see {@link VectorMetric}
 */
public record VectorMatch(long row, double value) {}
