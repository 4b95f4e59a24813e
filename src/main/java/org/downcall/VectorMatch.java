package org.downcall;

/**
 * A row that a search found.
 *
 * @param row its number
 * @param value the value of the metric
 */
public record VectorMatch(long row, double value) {}
