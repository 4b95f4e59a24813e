/* The identity of the library, which the loader checks before Java calls any other function. */
#include "../quux.h"

#include "build.h" /* written by the build: QUUX_HEADER_HASH, QUUX_VERSION */

QUUX_API int quux_abi_version(void);
QUUX_API long long quux_header_hash(void);
QUUX_API const char *quux_version(void);

int quux_abi_version(void) {
    return QUUX_ABI_VERSION;
}

long long quux_header_hash(void) {
    return (long long)QUUX_HEADER_HASH;
}

const char *quux_version(void) {
    return QUUX_VERSION;
}

#if defined(_WIN32)

/* The entry point of the DLL, which links to no C runtime that would have one. */
int __stdcall quux_entry_point(void *library, unsigned long reason, void *reserved);

int __stdcall quux_entry_point(void *library, unsigned long reason, void *reserved) {
    (void)library;
    (void)reserved;
    (void)reason;
    return 1;
}

#endif
