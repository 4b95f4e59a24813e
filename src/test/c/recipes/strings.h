/* Strings: whose bytes they are, how long they are, and how they are encoded. */
#ifndef RECIPES_STRINGS_H
#define RECIPES_STRINGS_H

#include <stddef.h>
#include <stdlib.h> /* free */
#include <string.h> /* strchr, strdup, strlen, strncpy, strnlen */
#include <wchar.h>  /* wcslen */

/* A constant of the library's own, in UTF-8. */
const char *strings_greeting(void);

/*
 * The number in words, or "many". The result is a buffer that the next call in the same thread
 * writes anew.
 */
const char *strings_count(int number);

/* Names of units, the last one followed by NULL. Constants of the library's own. */
const char *const *strings_units(void);

/* Writes the words, with a space between two, to a buffer of size bytes: as many bytes as fit, and a terminator (nothing
 * if size is 0, and then buffer may be NULL). The last one of the words is followed by NULL.
 * Returns the length that the whole has without its terminator: if that is size or more, it was
 * truncated, perhaps within a character. */
size_t strings_join(const char *const *words, char *buffer, size_t size);

/* The number of 16-bit units before the terminator, which is a unit. */
size_t strings_utf16_length(const unsigned short *text);

/* A copy of the text that ends, with its terminator, where a page ends; the next page cannot be read. NULL if there is
 * no memory for it, or if the text is longer than 1000 bytes. It cannot be freed. */
const char *strings_at_the_end_of_a_page(const char *text);

#endif
