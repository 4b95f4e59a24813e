/** Functions in C, with Java kernels where the native library cannot be loaded. */
module quux.pkg {
    exports quux.pkg;
}
