/* Atomics: memory that C and Java read and write at the same time. */
#ifndef RECIPES_ATOMICS_H
#define RECIPES_ATOMICS_H

/* Two counters that two threads write, each on cache lines of its own: 128 bytes, since some processors fetch lines of
 * 64 in pairs, and some have lines of 128. */
struct atomics_counters {
    _Atomic long long ours;
    char apart[120];
    _Atomic long long theirs;
    char end[120];
};

struct atomics_adder; /* a thread of C's */

/* Starts a thread that adds 1 to *counter so many times, and returns it, or NULL if there can be none. *counter lives
 * until atomics_join has returned. */
struct atomics_adder *atomics_start(_Atomic long long *counter, int times);

/* Waits for the thread to end, and frees it. */
void atomics_join(struct atomics_adder *adder);

/* Data, and a flag that says whose turn it is to read and write them. */
struct atomics_letter {
    _Atomic int state; /* 0: being written, 1: to be answered, 2: answered */
    int numbers[3];    /* written before state is */
    int sum;
};

/* Waits until letter->state is 1, at most millis milliseconds; then answers with the sum of the numbers, and sets state
 * to 2. Returns 0, or -1 if the time is up. */
int atomics_answer(struct atomics_letter *letter, int millis);

#endif
