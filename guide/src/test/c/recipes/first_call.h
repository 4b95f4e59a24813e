/*
 * A first call: size_t strlen(const char *text) of libc returns the number of bytes before the
 * first zero byte.
 */
#ifndef RECIPES_FIRST_CALL_H
#define RECIPES_FIRST_CALL_H

#include <string.h>

#endif
