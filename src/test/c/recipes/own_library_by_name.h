/* The same functions, for bindings that name the library: see own_library_by_name.args. */
#include "own_library.h"
