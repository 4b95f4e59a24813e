/**
 * Plain C kernels, called through the Foreign Function and Memory API, with pure-Java kernels
 * beside them.
 *
 * <p>Start with {@link org.downcall.BigIntegers} or {@link org.downcall.Fibonacci};
 * {@link org.downcall.Backend} tells which kernels run.
 *
 * <p>The module needs native access: start {@code java} with
 * {@code --enable-native-access=org.downcall} (module path) or
 * {@code --enable-native-access=ALL-UNNAMED} (class path). Where the library cannot be loaded the
 * Java kernels give the same results.
 *
 * <p>System properties, read once when the first class of the module is used:
 *
 * <table>
 * <caption>System properties of org.downcall</caption>
 * <tr><th>property</th><th>values</th><th>meaning</th></tr>
 * <tr><td>{@systemProperty org.downcall.backend}</td><td>{@code auto} (default), {@code native}, {@code java}</td>
 *     <td>{@code native}: C everywhere, and an {@link java.lang.UnsatisfiedLinkError} where it is not to be had;
 *     {@code java}: nothing native is touched; {@code auto}: whichever measured faster</td></tr>
 * <tr><td>{@systemProperty org.downcall.library.path}</td><td>a file</td>
 *     <td>load this library and no other</td></tr>
 * <tr><td>{@systemProperty org.downcall.tmpdir}</td><td>a directory</td>
 *     <td>where the bundled library is unpacked for the moment of loading; default {@code java.io.tmpdir}</td></tr>
 * <tr><td>{@systemProperty org.downcall.isa}</td><td>{@code baseline}, {@code adx}, {@code avx2},
 *     {@code avx512}</td>
 *     <td>the highest instruction set to use; the environment variable {@code DC_ISA} does the same</td></tr>
 * <tr><td>{@systemProperty org.downcall.memory}</td><td>an amount, such as {@code 512m} or {@code 8g}</td>
 *     <td>how much memory all computations together may take outside the heap; default as much as the heap may
 *     ({@code -Xmx})</td></tr>
 * <tr><td>{@systemProperty org.downcall.check}</td><td>{@code true}, {@code false} (default)</td>
 *     <td>check each exact result that C computes modulo a prime, at a cost of nanoseconds a limb; an
 *     {@link java.lang.InternalError} if one is wrong</td></tr>
 * </table>
 */
module org.downcall {
    exports org.downcall;
}
