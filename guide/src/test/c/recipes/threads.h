/*
 * Threads: functions that block, use thread-local state, need a large stack, or are not
 * thread-safe.
 */
#ifndef RECIPES_THREADS_H
#define RECIPES_THREADS_H

struct threads_gate;

/* Returns a closed gate, or NULL if the allocation fails. */
struct threads_gate *threads_gate_new(void);

/*
 * Blocks until the gate is open, for at most millis milliseconds of the wall clock. Returns 0, or
 * -1 on timeout. Any number of threads may wait.
 */
int threads_gate_wait(struct threads_gate *gate, int millis);

/* Returns the number of waiting threads. */
int threads_gate_waiting(struct threads_gate *gate);

/* Opens the gate permanently and wakes all waiting threads. */
void threads_gate_open(struct threads_gate *gate);

/* Frees the gate. No thread may be waiting or use it afterwards. */
void threads_gate_free(struct threads_gate *gate);

/* Returns "thread-N" in a static buffer, which the next call overwrites. Not thread-safe. */
const char *threads_name(int number);

/* Writes "thread-N" to the caller's buffer, truncated to its size. Thread-safe. */
void threads_name_r(int number, char *text, int size);

/* Set and return an error number. Each thread has its own, like errno, which is 0 at first. */
void threads_set_error(int number);
int threads_last_error(void);

/* Uses at least this many KiB of stack, and returns the number. */
int threads_use_stack(int kilobytes);

#endif
