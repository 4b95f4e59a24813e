/* Memory that C allocates, and who frees it. */
#ifndef RECIPES_C_MEMORY_H
#define RECIPES_C_MEMORY_H

#include <stddef.h>
#include <stdlib.h> /* malloc, calloc, realloc, aligned_alloc, free */

/* The squares below the limit, and how many they are in *count. The caller frees them with c_memory_free. NULL, and
 * *count as it was, if limit is negative or no memory is left. Any thread. */
long long *c_memory_squares(long long limit, size_t *count);

/* Frees what this library allocated, and nothing else: its blocks do not begin where malloc's do. NULL is ignored.
 * Any thread. */
void c_memory_free(void *memory);

/* How many of the library's blocks are not freed. Any thread. */
int c_memory_blocks(void);

/* The library's name, which stays the library's, and its length. */
const char *c_memory_name(size_t *length);

#endif
