/**
 * The public API. Each method checks its arguments and calls the kernel, in C or in Java, that is
 * faster for them.
 */
package org.downcall;
