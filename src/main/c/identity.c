/* The identity of the library, which the Java side checks before any other call. */
#include "downcall.h"

#include "dc_build.h" /* written by the build: DC_HEADER_HASH, DC_VERSION */

int dc_abi_version(void) {
    return DC_ABI_VERSION;
}

long long dc_header_hash(void) {
    return (long long)DC_HEADER_HASH;
}

const char *dc_version(void) {
    return DC_VERSION;
}
