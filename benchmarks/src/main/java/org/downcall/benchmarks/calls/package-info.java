/**
 * What a call costs, for every {@link org.downcall.benchmarks.calls.Shape} of a function and every
 * {@link org.downcall.benchmarks.calls.Technology}. One class is one shape, one method of it one
 * way to make the call.
 */
package org.downcall.benchmarks.calls;
