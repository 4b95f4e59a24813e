/* Opaque handles: objects whose struct is defined inside the library. */
#ifndef RECIPES_HANDLES_H
#define RECIPES_HANDLES_H

struct handles_counter; /* defined in handles.c */

/*
 * Creates a counter, which the caller destroys. Returns NULL if start is negative or no memory is
 * left.
 */
struct handles_counter *handles_counter_create(long long start);

/* Adds amount and returns the sum. Two threads must not use one counter at the same time. */
long long handles_counter_add(struct handles_counter *counter, long long amount);

long long handles_counter_value(const struct handles_counter *counter);

/* Calls the visitor with the value, once, before it returns. */
void handles_counter_visit(const struct handles_counter *counter, void (*visitor)(long long value));

/* Frees the counter. May be called from any thread, once for each counter. Ignores NULL. */
void handles_counter_destroy(struct handles_counter *counter);

/* Returns the number of counters that exist. May be called from any thread. */
int handles_live(void);

#endif
