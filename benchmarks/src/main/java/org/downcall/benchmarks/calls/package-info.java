/**
 * The cost of a call, for each {@link org.downcall.benchmarks.calls.Shape} of a function and each
 * {@link org.downcall.benchmarks.calls.Technology}. A class is a shape, and each of its benchmark
 * methods is one way to make the call.
 *
 * <p>Each class is a JMH benchmark of its own: its annotations state its warm-up, and its comment
 * states how to run it alone and what to expect. The figures there were measured in 2026, on two
 * virtual processors of an AMD EPYC (Zen 4) with Temurin 25.0.3. They are orders of magnitude:
 * another machine has other times. Those of the published run are in docs/results.
 */
package org.downcall.benchmarks.calls;
