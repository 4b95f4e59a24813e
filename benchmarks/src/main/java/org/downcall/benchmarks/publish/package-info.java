/**
 * What becomes of a run that is worth keeping: files in docs/results, figures in the documents, and
 * pictures.
 */
package org.downcall.benchmarks.publish;
