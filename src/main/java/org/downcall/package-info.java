/** The public API: each class checks its arguments and goes straight to a kernel. */
package org.downcall;
