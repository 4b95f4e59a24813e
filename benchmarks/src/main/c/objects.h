/* Types whose layout is internal to C: an object behind a pointer, and a struct with bit-fields. */
#ifndef DOWNCALL_BENCH_OBJECTS_H
#define DOWNCALL_BENCH_OBJECTS_H

#include "calls.h"

struct bench_object;

/* Returns an object for bench_destroy, or NULL if there is no memory. */
BENCH_API struct bench_object *bench_create(long long value);

BENCH_API void bench_destroy(struct bench_object *object);

/* The compiler chooses the position of a bit-field, so no Java layout describes it. */
struct bench_flags {
    unsigned mode : 3;
    unsigned level : 5;
    unsigned rest : 24;
};

BENCH_API void bench_set_flags(struct bench_flags *flags, int mode, int level);

BENCH_API int bench_level(const struct bench_flags *flags);

#endif
