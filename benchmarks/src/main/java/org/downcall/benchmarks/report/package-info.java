/**
 * The report of a run in HTML, in Markdown and for the terminal. The sections consist of tables and
 * charts, which each format renders.
 */
package org.downcall.benchmarks.report;
