/*
 * Reinterpretation: pointers whose size and lifetime only the comments of this header state. The
 * functions are not thread-safe.
 */
#ifndef RECIPES_REINTERPRET_H
#define RECIPES_REINTERPRET_H

#include <stddef.h>

/* Returns *count samples, which belong to the library and are valid as long as it is loaded. */
const int *reinterpret_samples(size_t *count);

struct reinterpret_node {
    int value;
    struct reinterpret_node *next; /* NULL at the end */
};

/*
 * Returns a list of the values from 1 to count, which the caller frees. Returns NULL if count < 1
 * or no memory is left.
 */
struct reinterpret_node *reinterpret_list(int count);

/* Frees the whole list. Ignores NULL. */
void reinterpret_free_list(struct reinterpret_node *first);

/* An opaque type. */
struct reinterpret_counter;

/* Returns a counter, which the caller closes, or NULL if no memory is left. */
struct reinterpret_counter *reinterpret_open(int start);
int reinterpret_next(struct reinterpret_counter *counter);
void reinterpret_close(struct reinterpret_counter *counter);

/* Returns the number of nodes and counters that are not freed. */
int reinterpret_alive(void);

/* Maps a page of memory that begins with the int 42, and unmaps it. */
int *reinterpret_page(void);
void reinterpret_free_page(int *page);

#endif
