/**
 * The effects of native code on the JVM as a whole: on its start, on its safepoints and on virtual
 * threads.
 */
package org.downcall.benchmarks.vm;
