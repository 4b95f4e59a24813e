/*
 * Functions that tell through errno why they failed. (A file errno.h would be taken for the
 * system's.)
 */
#ifndef RECIPES_ERRNO_POSIX_H
#define RECIPES_ERRNO_POSIX_H

#include <errno.h>  /* EBADF, ENOENT */
#include <string.h> /* strerror, strerror_r */
#include <unistd.h> /* access, close */

/* Returns 0 if one of the two files can be read, else -1 and errno of the second. Any thread. */
int errno_find_readable(const char *first, const char *second);

/* What errno is now, in this thread. */
int errno_now(void);

#endif
