/* Mapped files: memory that is a file's, which C takes like any other. */
#ifndef RECIPES_MAPPED_FILES_H
#define RECIPES_MAPPED_FILES_H

#include <stddef.h>

/* How many of size bytes have the value. */
size_t mapped_files_count(const void *bytes, size_t size, unsigned char value);

/* Replaces one value by another in size bytes; returns how often. */
size_t mapped_files_replace(void *bytes, size_t size, unsigned char value, unsigned char by);

/*
 * The bytes of the disk that the file takes, which may be less than it is long; or -1 if there is
 * no such file.
 */
long long mapped_files_allocated(const char *path);

#endif
