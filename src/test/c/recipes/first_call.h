/*
 * A first call: size_t strlen(const char *text), of libc: the bytes before the first one that is 0.
 */
#ifndef RECIPES_FIRST_CALL_H
#define RECIPES_FIRST_CALL_H

#include <string.h>

#endif
