#include "c_threads.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

struct c_threads_worker {
    pthread_t thread;
    c_threads_listener listener;
    void *user;
    long long calls;
    long long made;
    atomic_bool stopped;
};

static void *run(void *argument) {
    struct c_threads_worker *worker = argument;
    while ((worker->calls < 0 || worker->made < worker->calls) && !atomic_load(&worker->stopped)) {
        worker->listener(worker->made++, worker->user);
    }
    return NULL;
}

struct c_threads_worker *c_threads_start(c_threads_listener listener, void *user, long long calls) {
    struct c_threads_worker *worker = malloc(sizeof *worker);
    if (worker == NULL) {
        return NULL;
    }
    worker->listener = listener;
    worker->user = user;
    worker->calls = calls;
    worker->made = 0;
    atomic_init(&worker->stopped, false);
    if (pthread_create(&worker->thread, NULL, run, worker) != 0) {
        free(worker);
        return NULL;
    }
    return worker;
}

void c_threads_stop(struct c_threads_worker *worker) {
    atomic_store(&worker->stopped, true);
}

long long c_threads_join(struct c_threads_worker *worker) {
    pthread_join(worker->thread, NULL);
    long long made = worker->made;
    free(worker);
    return made;
}
