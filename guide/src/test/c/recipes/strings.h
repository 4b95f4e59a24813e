/* Strings: who owns the bytes, how many there are, and how they are encoded. */
#ifndef RECIPES_STRINGS_H
#define RECIPES_STRINGS_H

#include <stddef.h>
#include <stdlib.h> /* free */
#include <string.h> /* strchr, strdup, strlen, strncpy, strnlen */
#include <wchar.h>  /* wcslen */

/* Returns a constant that the library owns, in UTF-8. */
const char *strings_greeting(void);

/*
 * Returns the number in words, or "many". The next call in the same thread overwrites the result.
 */
const char *strings_count(int number);

/* Returns the names of units, followed by NULL. The library owns the array and the names. */
const char *const *strings_units(void);

/*
 * Joins words, an array that ends with NULL, with one space between two of them. Writes at most
 * size bytes to the buffer, the terminator included. buffer may be NULL if size is 0. Returns the
 * length of the whole text without its terminator. If that is size or more, the text was
 * truncated, possibly within a character.
 */
size_t strings_join(const char *const *words, char *buffer, size_t size);

/* Returns the number of 16-bit units before the terminator, which is a unit of 0. */
size_t strings_utf16_length(const unsigned short *text);

/*
 * Returns a copy of text whose terminator is the last byte of a page; the next page is not
 * readable. Returns NULL if the allocation fails or text is longer than 1000 bytes. The copy is
 * never freed.
 */
const char *strings_at_the_end_of_a_page(const char *text);

#endif
