/** The public interface. Its classes check every argument and then call a kernel. */
package quux.pkg;
