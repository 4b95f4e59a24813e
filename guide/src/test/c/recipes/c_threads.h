/* A thread that C creates, and that calls a listener. */
#ifndef RECIPES_C_THREADS_H
#define RECIPES_C_THREADS_H

/* Called in the worker's thread, with the number of the call, starting with 0. */
typedef void (*c_threads_listener)(long long call, void *user);

struct c_threads_worker;

/*
 * Starts a thread that calls the listener the given number of times or, if calls is negative,
 * until c_threads_stop. Returns the worker, or NULL if no thread can be created. The caller must
 * pass the worker to c_threads_join, and must keep the listener callable until then.
 */
struct c_threads_worker *c_threads_start(c_threads_listener listener, void *user, long long calls);

/*
 * Tells the worker to make no further call. Does not wait for a call that is in progress. Any
 * thread may call it.
 */
void c_threads_stop(struct c_threads_worker *worker);

/*
 * Waits until the thread has ended, frees the worker, and returns how many calls it made. Must be
 * called once for each worker.
 */
long long c_threads_join(struct c_threads_worker *worker);

#endif
