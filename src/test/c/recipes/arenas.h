/* Arenas: a function that is still at work when its caller would like to free the memory. */
#ifndef RECIPES_ARENAS_H
#define RECIPES_ARENAS_H

/* Read and written atomically by both sides. */
struct arenas_gate {
    int entered; /* set to 1 when arenas_wait has begun */
    int open;    /* not 0: arenas_wait is to return */
};

/*
 * Waits until gate->open is not 0, at most millis milliseconds. Returns 0, or -1 if the time is up.
 */
int arenas_wait(struct arenas_gate *gate, int millis);

#endif
