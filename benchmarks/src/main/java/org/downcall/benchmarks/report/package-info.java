/**
 * What a run says, in HTML, in Markdown and for the terminal. The sections are made once, as tables
 * and charts; each format only renders them.
 */
package org.downcall.benchmarks.report;
