/* Atomics: memory that C and Java read and write at the same time. */
#ifndef RECIPES_ATOMICS_H
#define RECIPES_ATOMICS_H

/*
 * Two counters, written by two threads, each on its own cache lines. They are 128 bytes apart,
 * because some processors fetch lines of 64 bytes in pairs, and others have lines of 128 bytes.
 */
struct atomics_counters {
    _Atomic long long ours;
    char apart[120];
    _Atomic long long theirs;
    char end[120];
};

struct atomics_adder; /* a thread that C creates */

/*
 * Starts a thread that adds 1 to *counter, times times. Returns the thread, or NULL if it cannot
 * be created. *counter must live until atomics_join returns.
 */
struct atomics_adder *atomics_start(_Atomic long long *counter, int times);

/* Waits for the thread to end, and frees it. */
void atomics_join(struct atomics_adder *adder);

/* Data, and a flag that decides who may read and write them. */
struct atomics_letter {
    _Atomic int state; /* 0: being written, 1: ready to be answered, 2: answered */
    int numbers[3];    /* written before state becomes 1 */
    int sum;           /* written before state becomes 2 */
};

/*
 * Waits until letter->state is 1, at most millis milliseconds. Then stores the sum of the numbers
 * and sets state to 2. Returns 0, or -1 if the time is up.
 */
int atomics_answer(struct atomics_letter *letter, int millis);

#endif
