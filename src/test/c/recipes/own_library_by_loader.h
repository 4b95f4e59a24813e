/*
 * The same functions, for bindings that load the library as Java does: see
 * own_library_by_loader.args.
 */
#include "own_library.h"
