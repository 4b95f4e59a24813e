/** Publishes a run: files in docs/results, figures in the documents, and pictures. */
package org.downcall.benchmarks.publish;
