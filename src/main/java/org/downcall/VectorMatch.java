package org.downcall;

/**
 * A row that a search found.
 *
 * @param row the number of the row
 * @param value the value of the metric
 */
public record VectorMatch(long row, double value) {}
