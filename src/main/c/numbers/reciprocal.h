/* Reciprocals of long numbers, in stages. Internal. */
#ifndef DC_RECIPROCAL_H
#define DC_RECIPROCAL_H

#include "stages.h"
#include "variants.h"

/* The limbs of scratch for a reciprocal of q limbs after the point. */
int64_t dc_reciprocal_scratch(int64_t q);

/*
 * x[0..q + 1) = an approximation of 1 / D, where D = d[0..m) / 2^(64 m) is a fraction of at least
 * 1/4, and x has q limbs after the point and one before it, x[q]. The length q is from 1 to 2m.
 * x may be too large or too small: |D x - 1| < 2 / 2^(64 q). d, x and scratch must not overlap.
 */
void dc_walk_reciprocal(dc_walk *walk, const dc_variants *variants, uint64_t *x, int64_t q,
                        const uint64_t *d, int64_t m, uint64_t *scratch);

#endif
