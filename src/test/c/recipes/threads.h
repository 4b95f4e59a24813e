/*
 * Threads: functions that wait, that keep something for their thread, that want much stack, that
 * are for one thread.
 */
#ifndef RECIPES_THREADS_H
#define RECIPES_THREADS_H

struct threads_gate;

/* A gate that is closed, or NULL if there is no memory. */
struct threads_gate *threads_gate_new(void);

/* Blocks until the gate is open, at most millis milliseconds by the wall clock. Returns 0, or -1 if the time is up. Any
 * number of threads may wait. */
int threads_gate_wait(struct threads_gate *gate, int millis);

/* How many threads wait. */
int threads_gate_waiting(struct threads_gate *gate);

/* Opens the gate for good, and wakes all who wait. */
void threads_gate_open(struct threads_gate *gate);

/* Nobody waits, and nobody will. */
void threads_gate_free(struct threads_gate *gate);

/*
 * "thread-N" in a buffer of the library's own, which the next call overwrites: for one thread at a
 * time.
 */
const char *threads_name(int number);

/*
 * "thread-N" in the caller's buffer, cut off if that is too short: for any number of threads at
 * once.
 */
void threads_name_r(int number, char *text, int size);

/* An error number for each thread, 0 at first, as errno is one. */
void threads_set_error(int number);
int threads_last_error(void);

/* Uses so many KiB of stack at least, and returns their number. */
int threads_use_stack(int kilobytes);

#endif
