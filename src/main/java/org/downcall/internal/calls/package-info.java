/**
 * How Java calls C: every downcall handle that is linked by hand, tasks and the native memory that
 * they use, and the distribution of a task over several threads.
 */
package org.downcall.internal.calls;
