/** Measurements: read, written, merged and compared. The report is computed from these. */
package org.downcall.benchmarks.results;
