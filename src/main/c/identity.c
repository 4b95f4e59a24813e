/* Which library this is: what the Java side checks before it makes any other call. */
#include "downcall.h"

#include "dc_build.h" /* which the build writes: DC_HEADER_HASH, DC_VERSION */

int dc_abi_version(void) {
    return DC_ABI_VERSION;
}

long long dc_header_hash(void) {
    return (long long)DC_HEADER_HASH;
}

const char *dc_version(void) {
    return DC_VERSION;
}
