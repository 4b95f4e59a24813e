/*
 * Functions that report through errno why they failed. (The compiler would take a file named
 * errno.h for the system header.)
 */
#ifndef RECIPES_ERRNO_POSIX_H
#define RECIPES_ERRNO_POSIX_H

#include <errno.h>  /* EBADF, ENOENT */
#include <string.h> /* strerror, strerror_r */
#include <unistd.h> /* access, close */

/*
 * Returns 0 if one of the two files is readable. Otherwise returns -1 and sets errno to the error
 * of the second one. Any thread may call it.
 */
int errno_find_readable(const char *first, const char *second);

/* Returns the current errno of this thread. */
int errno_now(void);

#endif
