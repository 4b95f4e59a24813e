/* Quotients and remainders of numbers of any length, in stages. Internal. */
#ifndef DC_DIVISION_H
#define DC_DIVISION_H

#include "stages.h"
#include "variants.h"

/* The limbs of scratch to divide a_limbs by b_limbs, with any variants. */
int64_t dc_divide_scratch(int64_t a_limbs, int64_t b_limbs);

/*
 * q[0..a_limbs - b_limbs + 1) = floor(a / b) and r[0..b_limbs) = a mod b, where a_limbs >= b_limbs
 * >= 1 and the top limb of b is not 0. q, r and scratch must not overlap the operands.
 */
void dc_walk_divide(dc_walk *walk, const dc_variants *variants, uint64_t *q, uint64_t *r,
                    const uint64_t *a, int64_t a_limbs, const uint64_t *b, int64_t b_limbs,
                    uint64_t *scratch);

#endif
