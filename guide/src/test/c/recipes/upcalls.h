/* Upcalls: C calls functions that Java passed to it, during the call or later. */
#ifndef RECIPES_UPCALLS_H
#define RECIPES_UPCALLS_H

#include <stdlib.h> /* qsort */

/* The type of qsort's last parameter. C libraries have different names for it, or none. */
typedef int (*upcalls_comparison)(const void *a, const void *b);

/* Called for each event. Returns 0, or a non-zero error code. */
typedef int (*upcalls_handler)(int value, void *user);

/*
 * Stores the handler and the value to pass to it as user, replacing the previous ones. A NULL
 * handler removes it. The caller continues to own both and must keep them valid while they are
 * stored. There is one handler in the process. Not thread-safe.
 */
void upcalls_set_handler(upcalls_handler handler, void *user);

/*
 * Calls the handler with the value in the current thread. Returns the handler's result, or -1 if
 * there is no handler.
 */
int upcalls_fire(int value);

#endif
