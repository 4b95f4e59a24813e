/* Upcalls: C calls functions that Java gave it, during a call or later. */
#ifndef RECIPES_UPCALLS_H
#define RECIPES_UPCALLS_H

#include <stdlib.h> /* qsort */

/*
 * What qsort wants for its last parameter. The C libraries have different names for this type, or
 * none.
 */
typedef int (*upcalls_comparison)(const void *a, const void *b);

/* Called for each event. Returns 0, or a code of its own that says why not. */
typedef int (*upcalls_handler)(int value, void *user);

/* Keeps a handler, and what to hand to it as user, until the next call. NULL: no handler any more. Of the memory that
 * the two point to it owns nothing. There is one handler in the process; not thread-safe. */
void upcalls_set_handler(upcalls_handler handler, void *user);

/*
 * Calls the handler with the value, in the thread of the caller. Returns what it returns; -1 if
 * there is none.
 */
int upcalls_fire(int value);

#endif
