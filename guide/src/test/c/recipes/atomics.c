#include "atomics.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct atomics_adder {
    pthread_t thread;
    _Atomic long long *counter;
    int times;
};

static void *add(void *argument) {
    struct atomics_adder *adder = argument;
    for (int i = 0; i < adder->times; i++) {
        atomic_fetch_add(adder->counter, 1);
    }
    return NULL;
}

struct atomics_adder *atomics_start(_Atomic long long *counter, int times) {
    struct atomics_adder *adder = malloc(sizeof *adder);
    if (adder == NULL) {
        return NULL;
    }
    adder->counter = counter;
    adder->times = times;
    if (pthread_create(&adder->thread, NULL, add, adder) != 0) {
        free(adder);
        return NULL;
    }
    return adder;
}

void atomics_join(struct atomics_adder *adder) {
    pthread_join(adder->thread, NULL);
    free(adder);
}

int atomics_answer(struct atomics_letter *letter, int millis) {
    for (int i = 0; i < millis; i++) {
        if (atomic_load_explicit(&letter->state, memory_order_acquire) == 1) {
            letter->sum = letter->numbers[0] + letter->numbers[1] + letter->numbers[2];
            atomic_store_explicit(&letter->state, 2, memory_order_release);
            return 0;
        }
        struct timespec pause = {.tv_sec = 0, .tv_nsec = 1000000};
        nanosleep(&pause, NULL);
    }
    return -1;
}
