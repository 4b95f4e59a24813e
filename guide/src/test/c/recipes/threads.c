#include "threads.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct threads_gate {
    pthread_mutex_t mutex;
    pthread_cond_t opened;
    int open;
    int waiting;
};

struct threads_gate *threads_gate_new(void) {
    struct threads_gate *gate = calloc(1, sizeof *gate);
    if (gate != NULL) {
        pthread_mutex_init(&gate->mutex, NULL);
        pthread_cond_init(&gate->opened, NULL);
    }
    return gate;
}

int threads_gate_wait(struct threads_gate *gate, int millis) {
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += millis / 1000;
    end.tv_nsec += millis % 1000 * 1000000L;
    if (end.tv_nsec >= 1000000000L) {
        end.tv_sec++;
        end.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&gate->mutex);
    gate->waiting++;
    int late = 0;
    while (!gate->open && !late) {
        late = pthread_cond_timedwait(&gate->opened, &gate->mutex, &end) != 0;
    }
    gate->waiting--;
    int result = gate->open ? 0 : -1;
    pthread_mutex_unlock(&gate->mutex);
    return result;
}

int threads_gate_waiting(struct threads_gate *gate) {
    pthread_mutex_lock(&gate->mutex);
    int waiting = gate->waiting;
    pthread_mutex_unlock(&gate->mutex);
    return waiting;
}

void threads_gate_open(struct threads_gate *gate) {
    pthread_mutex_lock(&gate->mutex);
    gate->open = 1;
    pthread_cond_broadcast(&gate->opened);
    pthread_mutex_unlock(&gate->mutex);
}

void threads_gate_free(struct threads_gate *gate) {
    pthread_cond_destroy(&gate->opened);
    pthread_mutex_destroy(&gate->mutex);
    free(gate);
}

void threads_name_r(int number, char *text, int size) {
    snprintf(text, (size_t)size, "thread-%d", number);
}

const char *threads_name(int number) {
    static char text[32];
    threads_name_r(number, text, sizeof text);
    return text;
}

static _Thread_local int last_error;

void threads_set_error(int number) {
    last_error = number;
}

int threads_last_error(void) {
    return last_error;
}

/*
 * The call goes through a volatile pointer. Otherwise a compiler may turn the recursion into a
 * loop, which needs no stack.
 */
static int (*volatile deeper)(int) = threads_use_stack;

int threads_use_stack(int kilobytes) {
    char kilobyte[1024];
    kilobyte[1023] = 1;
    /* The compiler must assume that this statement uses the whole array. */
    __asm__ volatile("" : : "r"(kilobyte) : "memory");
    return kilobytes <= 1 ? kilobyte[1023] : deeper(kilobytes - 1) + kilobyte[1023];
}
