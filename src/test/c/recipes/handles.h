/* Handles: objects that only the library knows from inside. */
#ifndef RECIPES_HANDLES_H
#define RECIPES_HANDLES_H

struct handles_counter; /* defined in handles.c */

/* A counter that the caller destroys; NULL if start is negative or no memory is left. */
struct handles_counter *handles_counter_create(long long start);

/* Adds, and returns the sum. Two threads must not use one counter at once. */
long long handles_counter_add(struct handles_counter *counter, long long amount);

long long handles_counter_value(const struct handles_counter *counter);

/* Calls the visitor with the value, from within this call. */
void handles_counter_visit(const struct handles_counter *counter, void (*visitor)(long long value));

/* Frees the counter: once, from any thread. NULL is ignored. */
void handles_counter_destroy(struct handles_counter *counter);

/* How many counters there are. Any thread. */
int handles_live(void);

#endif
