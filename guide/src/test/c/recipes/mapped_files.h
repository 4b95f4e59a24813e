/* Mapped files: C uses their memory like any other. */
#ifndef RECIPES_MAPPED_FILES_H
#define RECIPES_MAPPED_FILES_H

#include <stddef.h>

/* Returns how many of the size bytes are equal to value. */
size_t mapped_files_count(const void *bytes, size_t size, unsigned char value);

/* Replaces value with by in the size bytes. Returns the number of replacements. */
size_t mapped_files_replace(void *bytes, size_t size, unsigned char value, unsigned char by);

/*
 * Returns the number of bytes that the file occupies on the disk, which may be less than its
 * length. Returns -1 if the file does not exist.
 */
long long mapped_files_allocated(const char *path);

#endif
