/*
 * What a test program needs: named checks, printed in the Test Anything Protocol, and buffers of the exact
 * size, so that a sanitizer sees a read or a write one limb too far.
 */
#ifndef CHECK_H
#define CHECK_H

#include "isa.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int checks_run = 0, checks_failed = 0, failed_in_test = 0;

/* Counts a condition; prints the first few that do not hold, with the case at hand. */
#define CHECK(condition, ...)                                                                                 \
    do {                                                                                                      \
        if (!(condition) && failed_in_test++ < 5) {                                                           \
            printf("# %s:%d: %s: ", __FILE__, __LINE__, #condition);                                          \
            printf(__VA_ARGS__);                                                                              \
            printf("\n");                                                                                     \
        }                                                                                                     \
    } while (0)

static void report(const char *name, const char *level) {
    printf("%s %d - %s [%s]\n", failed_in_test == 0 ? "ok" : "not ok", ++checks_run, name, level);
    fflush(stdout);
    checks_failed += failed_in_test != 0;
    failed_in_test = 0;
}

/* Runs one test function at every instruction-set level of this machine. */
#define RUN(test)                                                                                             \
    do {                                                                                                      \
        for (int level = 0; level <= dc_isa_detected(); level++) {                                            \
            dc_isa_limit(level);                                                                              \
            test();                                                                                           \
            report(#test, dc_isa_name(level));                                                                \
        }                                                                                                     \
    } while (0)

static int finish(void) {
    printf("1..%d\n", checks_run);
    return checks_failed != 0;
}

static inline uint64_t *limbs_of(int64_t n) {
    uint64_t *limbs = malloc((size_t)n * sizeof *limbs + (n == 0));
    if (limbs == NULL) {
        abort();
    }
    memset(limbs, 0xA5, (size_t)n * sizeof *limbs);
    return limbs;
}

#endif
