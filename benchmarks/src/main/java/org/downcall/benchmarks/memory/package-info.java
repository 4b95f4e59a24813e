/**
 * What it costs to reach memory outside the heap, where nothing is called: each class is a
 * {@link org.downcall.benchmarks.calls.Shape} nevertheless, and
 * {@link org.downcall.benchmarks.calls.CallSuite} measures it.
 */
package org.downcall.benchmarks.memory;
