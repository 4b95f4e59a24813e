#include "vm.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000000000 + time.tv_nsec;
}

long long bench_spin(long long nanoseconds) {
    long long end = now() + nanoseconds;
    long long turns = 0;
    do {
        turns++;
    } while (now() < end);
    return turns;
}

int bench_block(long long nanoseconds) {
    struct timespec time = {
        .tv_sec = (time_t)(nanoseconds / 1000000000),
        .tv_nsec = (long)(nanoseconds % 1000000000),
    };
    while (nanosleep(&time, &time) != 0) {
        if (errno != EINTR) {
            return 0;
        }
    }
    return 1;
}

int bench_call_back(int (*upcall)(void)) {
    return upcall();
}

struct task {
    long long (*target)(void);
    long long result;
};

static void *run(void *argument) {
    struct task *task = argument;
    task->result = task->target();
    return NULL;
}

long long bench_on_thread(long long (*target)(void)) {
    struct task task = {target, -1};
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, &task) != 0) {
        return -1;
    }
    pthread_join(thread, NULL);
    return task.result;
}
