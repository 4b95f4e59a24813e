/**
 * Fast arithmetic on large numbers, and similarity search in vectors. The implementation is plain
 * C, which Java calls through the Foreign Function and Memory API. An equivalent implementation in
 * pure Java runs for small numbers, and for everything if the native library is unavailable.
 *
 * <p>Start with {@link org.downcall.BigIntegers}, {@link org.downcall.BigDecimals}, {@link
 * org.downcall.Fibonacci} or {@link org.downcall.VectorMatrix}. {@link org.downcall.Backend}
 * describes which implementation runs.
 *
 * <p>The module calls native code. Start {@code java} with
 * {@code --enable-native-access=org.downcall} if this module is on the module path, or with
 * {@code --enable-native-access=ALL-UNNAMED} if it is on the class path. If the JVM denies native
 * access, the native library is unavailable.
 *
 * <p>The module reads these system properties once, when one of its classes is first used:
 *
 * <table>
 * <caption>System properties of org.downcall</caption>
 * <tr><th>property</th><th>values</th><th>meaning</th></tr>
 * <tr><td>{@systemProperty org.downcall.backend}</td><td>{@code auto} (default), {@code native}, {@code java}</td>
 *     <td>{@code auto}: the faster implementation runs. {@code native}: the native kernels run for every call;
 *     each call throws {@link java.lang.UnsatisfiedLinkError} if the native library is unavailable.
 *     {@code java}: Java runs for every call, and nothing native is loaded.</td></tr>
 * <tr><td>{@systemProperty org.downcall.library.path}</td><td>a file</td>
 *     <td>The only native library to try.</td></tr>
 * <tr><td>{@systemProperty org.downcall.tmpdir}</td><td>a directory</td>
 *     <td>The directory in which the bundled library is unpacked while it is loaded. The default is
 *     {@code java.io.tmpdir}.</td></tr>
 * <tr><td>{@systemProperty org.downcall.platforms}</td><td>{@code all} (default), {@code tested}</td>
 *     <td>{@code tested}: the bundled library is not loaded on platforms on which no test has run.</td></tr>
 * <tr><td>{@systemProperty org.downcall.isa}</td><td>{@code baseline}, {@code adx}, {@code neon},
 *     {@code avx2}, {@code avx512}</td>
 *     <td>The highest level of CPU features to use. The environment variable {@code DC_ISA} has the same
 *     effect.</td></tr>
 * <tr><td>{@systemProperty org.downcall.memory}</td><td>an amount, such as {@code 512m} or {@code 8g}</td>
 *     <td>How much native memory all computations together may use. The default is the maximum heap size
 *     ({@code -Xmx}).</td></tr>
 * <tr><td>{@systemProperty org.downcall.check}</td><td>{@code true}, {@code false} (default)</td>
 *     <td>Whether each exact result of C is checked, in most cases modulo a prime, which takes a few
 *     nanoseconds per limb. A wrong result causes an {@link java.lang.InternalError}.</td></tr>
 * </table>
 */
module org.downcall {
    exports org.downcall;
}
