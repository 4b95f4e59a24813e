/*
 * Reinterpretation: pointers of which only this comment says how far they reach, and how long. Not
 * thread-safe.
 */
#ifndef RECIPES_REINTERPRET_H
#define RECIPES_REINTERPRET_H

#include <stddef.h>

/* Points to *count samples. They are the library's own and live as long as it does. */
const int *reinterpret_samples(size_t *count);

struct reinterpret_node {
    int value;
    struct reinterpret_node *next; /* NULL at the end */
};

/*
 * A list of the values from 1 to count, or NULL if there is no memory for it or count < 1. Whoever
 * gets it frees it.
 */
struct reinterpret_node *reinterpret_list(int count);

/* Frees the whole list. NULL is allowed. */
void reinterpret_free_list(struct reinterpret_node *first);

/* Of a size that is nobody's business. */
struct reinterpret_counter;

/* A counter to be closed by the caller, or NULL if there is no memory for it. */
struct reinterpret_counter *reinterpret_open(int start);
int reinterpret_next(struct reinterpret_counter *counter);
void reinterpret_close(struct reinterpret_counter *counter);

/* How many nodes and counters are not freed. */
int reinterpret_alive(void);

/* A page of memory that begins with an int, 42; and its end. */
int *reinterpret_page(void);
void reinterpret_free_page(int *page);

#endif
