/*
 * An object in the manner of COM: its first member points to a table of functions, and each
 * function takes the object as its first argument.
 */
#ifndef RECIPES_VTABLES_H
#define RECIPES_VTABLES_H

struct vtables_counter;

/* The functions that every counter has. They may be called from any thread, one at a time. */
struct vtables_methods {
    int (*retain)(struct vtables_counter *self);  /* returns the number of references */
    int (*release)(struct vtables_counter *self); /* frees the object after the last reference */
    int (*add)(struct vtables_counter *self, int number); /* returns the sum */
};

struct vtables_counter {
    const struct vtables_methods *methods;
};

/* Creates a counter with one reference. Returns NULL if there is no memory. */
struct vtables_counter *vtables_create(void);

/* Adds the number twice, through the table. Works with any implementation, also in Java. */
int vtables_add_twice(struct vtables_counter *counter, int number);

#endif
