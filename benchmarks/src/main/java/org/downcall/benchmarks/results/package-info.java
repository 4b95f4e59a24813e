/**
 * What was measured: read, written, merged and compared. Everything that is said of a run is
 * computed from these.
 */
package org.downcall.benchmarks.results;
