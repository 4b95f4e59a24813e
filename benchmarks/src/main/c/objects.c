#include "objects.h"

#include <stdlib.h>

struct bench_object {
    long long value;
};

struct bench_object *bench_create(long long value) {
    struct bench_object *object = malloc(sizeof *object);
    if (object != NULL) {
        object->value = value;
    }
    return object;
}

void bench_destroy(struct bench_object *object) {
    free(object);
}

void bench_set_flags(struct bench_flags *flags, int mode, int level) {
    *flags = (struct bench_flags){.mode = (unsigned)mode & 7, .level = (unsigned)level & 31};
}

int bench_level(const struct bench_flags *flags) {
    return (int)flags->level;
}
