/* The sets of CPU features whose results are compared. */
#ifndef FUZZ_VARIANTS_H
#define FUZZ_VARIANTS_H

#include "input.h"

#include <stdint.h>

/*
 * The variants of one case, in `features`. The first is the baseline. If `all`, the others are every
 * level that this machine has, and the levels with vectors without ADX; otherwise, and under
 * AddressSanitizer, one of them. With some inputs, a set that is no level is added.
 */
typedef struct {
    int count;
    long long features[8];
} variants;

variants take_variants(input *in, int all);

#endif
