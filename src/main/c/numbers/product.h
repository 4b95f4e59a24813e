/* Products and squares of numbers of any length. Internal. */
#ifndef DC_PRODUCT_H
#define DC_PRODUCT_H

#include "../downcall.h"
#include "stages.h"
#include "variants.h"

/* Whether the public functions accept operands of these lengths. */
static inline int dc_is_length(int64_t limbs) {
    return limbs >= 1 && limbs <= DC_MAX_LIMBS;
}

/* Returns the limbs of scratch for a product, or if square is 1 a square, with any variants. */
int64_t dc_multiply_scratch(int64_t a_limbs, int64_t b_limbs, int square);

/*
 * r[0..a_limbs + b_limbs) = a[0..a_limbs) * b[0..b_limbs), where both lengths are >= 1. If a and b
 * are the same array of the same length, the cheaper algorithm for squares runs. r must not overlap
 * them.
 */
void dc_multiply(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t a_limbs,
                 const uint64_t *b, int64_t b_limbs, uint64_t *scratch);

/*
 * The same for lengths at which transforms do not pay off: below DC_NTT_LEAST_LIMBS, or where a
 * caller has measured it. Here n >= m, and a product of equal operands is not recognized. The
 * scratch is that of dc_multiply_scratch().
 */
void dc_multiply_short(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n,
                       const uint64_t *b, int64_t m, uint64_t *scratch);
void dc_square_short(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n,
                     uint64_t *scratch);

/* The same in stages: one for short operands, two or more for long ones. */
void dc_walk_multiply(dc_walk *walk, const dc_variants *variants, uint64_t *r, const uint64_t *a,
                      int64_t a_limbs, const uint64_t *b, int64_t b_limbs, uint64_t *scratch);

/*
 * Whether dc_walk_multiply_part() takes about half as long for half of the limbs of two different
 * numbers. It then writes no limb from `to` on.
 */
int dc_has_parts(const dc_variants *variants, int64_t a_limbs, int64_t b_limbs);

/*
 * r[from..to) = these limbs of the product, too small by less than 2^-64 in units of limb `from`
 * before what is below them is cut off. If from is 0, they are exact. The other limbs of r are
 * unspecified. r has room for all limbs of the product, or for `to` if dc_has_parts(). The scratch
 * is that of dc_multiply_scratch().
 */
void dc_walk_multiply_part(dc_walk *walk, const dc_variants *variants, uint64_t *r,
                           const uint64_t *a, int64_t a_limbs, const uint64_t *b, int64_t b_limbs,
                           int64_t from, int64_t to, uint64_t *scratch);

#endif
