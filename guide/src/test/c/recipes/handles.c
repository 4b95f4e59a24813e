#include "handles.h"

#include <stdatomic.h>
#include <stdlib.h>

struct handles_counter {
    long long value;
};

static atomic_int live;

struct handles_counter *handles_counter_create(long long start) {
    struct handles_counter *counter = start < 0 ? NULL : malloc(sizeof *counter);
    if (counter != NULL) {
        counter->value = start;
        atomic_fetch_add(&live, 1);
    }
    return counter;
}

long long handles_counter_add(struct handles_counter *counter, long long amount) {
    counter->value = (long long)((unsigned long long)counter->value + (unsigned long long)amount);
    return counter->value;
}

long long handles_counter_value(const struct handles_counter *counter) {
    return counter->value;
}

void handles_counter_visit(const struct handles_counter *counter,
                           void (*visitor)(long long value)) {
    visitor(counter->value);
}

void handles_counter_destroy(struct handles_counter *counter) {
    if (counter != NULL) {
        atomic_fetch_sub(&live, 1);
        free(counter);
    }
}

int handles_live(void) {
    return atomic_load(&live);
}
