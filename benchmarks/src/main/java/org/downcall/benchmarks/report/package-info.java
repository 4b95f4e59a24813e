/**
 * The report of a run: {@link org.downcall.benchmarks.report.Report} fills the templates in
 * src/main/resources with tables and pictures.
 */
package org.downcall.benchmarks.report;
