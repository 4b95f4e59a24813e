/*
 * Variadic functions of libc. int snprintf(char *text, size_t size, const char *format, ...) writes
 * at most size bytes, the terminator included. It returns the length of the whole text without its
 * terminator, even if it truncated the text, or a negative number if it failed. text may be NULL
 * if size is 0. Any thread may call it.
 */
#ifndef RECIPES_VARIADIC_H
#define RECIPES_VARIADIC_H

#include <stdarg.h>
#include <stdio.h>

#endif
