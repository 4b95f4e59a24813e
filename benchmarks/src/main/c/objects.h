/* What C keeps to itself: an object behind a pointer, and the places of bits. */
#ifndef DOWNCALL_BENCH_OBJECTS_H
#define DOWNCALL_BENCH_OBJECTS_H

#include "calls.h"

struct bench_object;

/* To be given to bench_destroy; NULL if there is no memory. */
BENCH_API struct bench_object *bench_create(long long value);

BENCH_API void bench_destroy(struct bench_object *object);

/* Where in the int a bit-field is, no layout of Java's can say: it is the compiler's choice. */
struct bench_flags {
    unsigned mode : 3;
    unsigned level : 5;
    unsigned rest : 24;
};

BENCH_API void bench_set_flags(struct bench_flags *flags, int mode, int level);

BENCH_API int bench_level(const struct bench_flags *flags);

#endif
