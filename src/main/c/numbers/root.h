/* Square roots with remainder of numbers of any length, in stages. Internal. */
#ifndef DC_ROOT_H
#define DC_ROOT_H

#include "stages.h"
#include "variants.h"

/* For a number of n >= 1 limbs: the limbs of the root and the remainder, and of scratch. */
int64_t dc_sqrt_limbs(int64_t n);
int64_t dc_sqrt_scratch(int64_t n);

/*
 * result[0..(n + 1) / 2) = s = floor(sqrt(a)), and a - s^2 in the n / 2 + 1 limbs above it, where a
 * has n limbs. The upper limbs of a may be 0.
 */
void dc_walk_sqrt(dc_walk *walk, const dc_variants *variants, uint64_t *result, const uint64_t *a,
                  int64_t n, uint64_t *scratch);

#endif
