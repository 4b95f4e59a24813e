/*
 * The entry point of the DLL. A C runtime would contain one, but the library links to none, so that
 * the DLL depends on no other file.
 */
#if defined(_WIN32)

#include "cpu_features.h"

/* The reason for which Windows calls an entry point first [winnt.h, DLL_PROCESS_ATTACH]. */
enum { PROCESS_ATTACH = 1 };

/* A C runtime would call the functions marked as constructors. */
int __stdcall dc_entry_point(void *library, unsigned long reason, void *reserved);

int __stdcall dc_entry_point(void *library, unsigned long reason, void *reserved) {
    (void)library;
    (void)reserved;
    if (reason == PROCESS_ATTACH) {
        dc_features_detect();
    }
    return 1;
}

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
