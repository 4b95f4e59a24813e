/**
 * Finds a native library, verifies that it belongs to this release, and loads it. This package does
 * not depend on the library that it loads: {@link org.downcall.internal.loading.LibrarySpec}
 * describes it. Its classes must be in the module, and in the class loader, of the bindings, since
 * the JVM makes the symbols of a library visible to that class loader only.
 */
package org.downcall.internal.loading;
