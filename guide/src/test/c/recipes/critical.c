#include "critical.h"

#include <errno.h>
#include <time.h>

double critical_sum(const double *values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}

void critical_add(double *sums, const double *values, int count) {
    for (int i = 0; i < count; i++) {
        sums[i] += values[i];
    }
}

static long long now_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int critical_spin(struct critical_watch *watch, int millis) {
    if (millis < 0 || millis > 60000) {
        errno = EINVAL;
        return -1;
    }
    long long end = now_millis() + millis;
    __atomic_store_n(&watch->entered, 1, __ATOMIC_RELEASE);
    while (__atomic_load_n(&watch->stop, __ATOMIC_ACQUIRE) == 0 && now_millis() < end) {
    }
    __atomic_store_n(&watch->left, 1, __ATOMIC_RELEASE);
    return 0;
}

void critical_call_back(void (*back)(void)) {
    back();
}
