/** What becomes of a run that is worth keeping: files in docs/results, and the figures in the documents. */
package org.downcall.benchmarks.publish;
