/*
 * The same functions, for bindings that call System.loadLibrary: see own_library_by_loader.args.
 */
#include "own_library.h"
