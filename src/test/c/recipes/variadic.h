/* Variadic functions, of libc: int snprintf(char *text, size_t size, const char *format, ...) writes at most size
 * bytes, the last one 0, and returns how many it would have written without that 0, had there been
 * room for all; or less than 0 if it failed. text may be NULL if size is 0. Any thread may call it.
 * */
#ifndef RECIPES_VARIADIC_H
#define RECIPES_VARIADIC_H

#include <stdarg.h>
#include <stdio.h>

#endif
