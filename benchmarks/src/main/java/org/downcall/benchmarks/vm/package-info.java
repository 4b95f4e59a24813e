/**
 * What the JVM as a whole does about native code: how it starts, how it stops its threads, and its
 * virtual threads.
 */
package org.downcall.benchmarks.vm;
