/* The whole of zlib's public header; zlib_binding.args lists what is bound of it. */
#include <zlib.h>
