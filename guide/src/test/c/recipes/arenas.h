/* Arenas: a function that still runs when its caller tries to free the memory. */
#ifndef RECIPES_ARENAS_H
#define RECIPES_ARENAS_H

/* Both sides read and write the fields atomically. */
struct arenas_gate {
    int entered; /* arenas_wait sets this to 1 when it begins */
    int open;    /* arenas_wait returns when this is not 0 */
};

/*
 * Waits until gate->open is not 0, at most millis milliseconds. Returns 0, or -1 if the time is up.
 */
int arenas_wait(struct arenas_gate *gate, int millis);

#endif
