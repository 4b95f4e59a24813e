#include "c_memory.h"

#include <stdatomic.h>

/* Precedes each block, as in many libraries that count or trace their memory. */
struct head {
    _Alignas(max_align_t) size_t size;
};

static atomic_int blocks;

static void *allocate(size_t size) {
    struct head *head = malloc(sizeof *head + size);
    if (head == NULL) {
        return NULL;
    }
    head->size = size;
    atomic_fetch_add(&blocks, 1);
    return head + 1;
}

void c_memory_free(void *memory) {
    if (memory != NULL) {
        atomic_fetch_sub(&blocks, 1);
        free((struct head *)memory - 1);
    }
}

long long *c_memory_squares(long long limit, size_t *count) {
    if (limit < 0) {
        return NULL;
    }
    size_t n = 0;
    while ((unsigned long long)n * n < (unsigned long long)limit) {
        n++;
    }
    long long *squares = allocate(n * sizeof *squares);
    if (squares == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        squares[i] = (long long)(i * i);
    }
    *count = n;
    return squares;
}

int c_memory_blocks(void) {
    return atomic_load(&blocks);
}

const char *c_memory_name(size_t *length) {
    static const char name[] = "c-memory";
    *length = sizeof name - 1;
    return name;
}
