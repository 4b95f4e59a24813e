/**
 * Chooses the kernels that the public API uses. Dependencies point down only: the public classes
 * use this package and the kernels in {@code numbers}; the kernels use {@code calls} and {@code
 * bindings}; {@code calls} uses {@code bindings}; {@code loading} uses none of them.
 */
package org.downcall.internal;
