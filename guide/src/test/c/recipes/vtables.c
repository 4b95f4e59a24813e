#include "vtables.h"

#include <stdlib.h>

struct counter {
    struct vtables_counter base;
    int references;
    int sum;
};

static int retain(struct vtables_counter *self) {
    return ++((struct counter *)self)->references;
}

static int release(struct vtables_counter *self) {
    int references = --((struct counter *)self)->references;
    if (references == 0) {
        free(self);
    }
    return references;
}

static int add(struct vtables_counter *self, int number) {
    return ((struct counter *)self)->sum += number;
}

static const struct vtables_methods METHODS = {retain, release, add};

struct vtables_counter *vtables_create(void) {
    struct counter *counter = calloc(1, sizeof *counter);
    if (counter == NULL) {
        return NULL;
    }
    counter->base.methods = &METHODS;
    counter->references = 1;
    return &counter->base;
}

int vtables_add_twice(struct vtables_counter *counter, int number) {
    counter->methods->add(counter, number);
    return counter->methods->add(counter, number);
}
