/* A thread that C makes, and that calls a listener. */
#ifndef RECIPES_C_THREADS_H
#define RECIPES_C_THREADS_H

/* Called in the worker's thread, with the number of the call, from 0 on. */
typedef void (*c_threads_listener)(long long call, void *user);

struct c_threads_worker;

/* Starts a thread that calls the listener, `calls` times or, if that is negative, until it is told to stop. Returns the
 * worker, which c_threads_join takes back, or NULL if there can be no more threads. The listener
 * must stay callable until then. */
struct c_threads_worker *c_threads_start(c_threads_listener listener, void *user, long long calls);

/*
 * Tells the worker to make no further call. Does not wait for one that is on its way. From any
 * thread.
 */
void c_threads_stop(struct c_threads_worker *worker);

/*
 * Waits until the thread has ended, frees the worker, and returns how many calls it made. Once for
 * each worker.
 */
long long c_threads_join(struct c_threads_worker *worker);

#endif
