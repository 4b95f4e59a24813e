#include "arenas.h"

#include <time.h>

int arenas_wait(struct arenas_gate *gate, int millis) {
    __atomic_store_n(&gate->entered, 1, __ATOMIC_RELEASE);
    for (int i = 0; i < millis; i++) {
        if (__atomic_load_n(&gate->open, __ATOMIC_ACQUIRE) != 0) {
            return 0;
        }
        struct timespec pause = {.tv_sec = 0, .tv_nsec = 1000000};
        nanosleep(&pause, NULL);
    }
    return -1;
}
