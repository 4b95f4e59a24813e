/**
 * The public API. Each method checks its arguments and calls the kernel that is faster for them, in
 * C or in Java.
 */
package org.downcall;
