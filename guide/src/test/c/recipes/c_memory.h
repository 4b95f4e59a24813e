/* Memory that C allocates, and who frees it. */
#ifndef RECIPES_C_MEMORY_H
#define RECIPES_C_MEMORY_H

#include <stddef.h>
#include <stdlib.h> /* malloc, calloc, realloc, aligned_alloc, free */

/*
 * Returns the squares below limit and stores their number in *count. The caller frees them with
 * c_memory_free. Returns NULL and leaves *count unchanged if limit is negative or no memory is
 * left. Any thread may call it.
 */
long long *c_memory_squares(long long limit, size_t *count);

/*
 * Frees a block that this library allocated, and no other: its blocks have a header, which those
 * of malloc lack. Ignores NULL. Any thread may call it.
 */
void c_memory_free(void *memory);

/* Returns how many blocks of this library are not yet freed. Any thread may call it. */
int c_memory_blocks(void);

/*
 * Returns the name of the library and stores its length in *length. The library owns the memory.
 */
const char *c_memory_name(size_t *length);

#endif
