/**
 * The cost of access to memory outside the heap, without any call. Each class is still a
 * {@link org.downcall.benchmarks.calls.Shape}, and
 * {@link org.downcall.benchmarks.calls.CallSuite} measures it.
 */
package org.downcall.benchmarks.memory;
