package org.downcall.benchmarks.results;

import java.util.Map;

/**
 * Something that could not be measured on this machine, and why: a library that is not installed,
 * an option that the JDK does not have.
 *
 * @param benchmark the full name of what would have been measured
 * @param params those that single it out; empty if all of the benchmark is meant
 * @param reason a sentence without a full stop
 */
public record Absence(String benchmark, Map<String, String> params, String reason) {}
