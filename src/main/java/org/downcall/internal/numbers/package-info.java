/** The kernels of Fibonacci numbers and big integers, and the formats in which they exchange numbers. */
package org.downcall.internal.numbers;
