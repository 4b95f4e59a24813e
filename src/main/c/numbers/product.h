/* Products and squares of numbers of any length. Internal. */
#ifndef DC_PRODUCT_H
#define DC_PRODUCT_H

#include "../downcall.h"
#include "stages.h"
#include "variants.h"

/* Whether the public functions accept operands of so many limbs. */
static inline int dc_is_length(int64_t limbs) {
    return limbs >= 1 && limbs <= DC_MAX_LIMBS;
}

/*
 * Limbs of scratch for a product of so many limbs at any level; `square` if both factors are one.
 */
int64_t dc_multiply_scratch(int64_t a_limbs, int64_t b_limbs, int square);

/*
 * r[0..a_limbs + b_limbs) = a[0..a_limbs) * b[0..b_limbs), both lengths >= 1. a and b may be the
 * same, which is then a square and made in less time; they may not overlap r.
 */
void dc_multiply(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t a_limbs,
                 const uint64_t *b, int64_t b_limbs, uint64_t *scratch);

/* The same in stages: one if it is short, two if it is long. */
void dc_walk_multiply(dc_walk *walk, const dc_variants *variants, uint64_t *r, const uint64_t *a,
                      int64_t a_limbs, const uint64_t *b, int64_t b_limbs, uint64_t *scratch);

#endif
