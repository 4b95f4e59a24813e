/** The kernels of Fibonacci numbers and big integers, and conversions between number formats. */
package org.downcall.internal.numbers;
