/* The same functions, for bindings that open the library: see own_library_by_name.args. */
#include "own_library.h"
