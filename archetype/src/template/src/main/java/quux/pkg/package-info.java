/**
 * The public interface. Its classes check what C cannot check, such as the lengths of arrays, and
 * then call a kernel.
 */
package quux.pkg;
