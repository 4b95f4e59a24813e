/* The public header of zlib. zlib_binding.args lists the functions and constants to bind. */
#include <zlib.h>
