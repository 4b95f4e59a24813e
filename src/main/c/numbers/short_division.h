/* Division of short numbers, without stages: schoolbook and Burnikel-Ziegler. Internal. */
#ifndef DC_SHORT_DIVISION_H
#define DC_SHORT_DIVISION_H

#include "variants.h"
#include "words.h"

/* The divisor d, whose top bit must be set, with its reciprocal. */
dc_divisor dc_divisor_of(uint64_t d);

/* A divisor of two words, d1 2^64 + d0, and floor((2^192 - 1) / it) - 2^64. */
typedef struct {
    uint64_t d1, d0, reciprocal;
} dc_long_divisor;

/* The divisor, whose top bit must be set, with its reciprocal. */
dc_long_divisor dc_long_divisor_of(uint64_t d1, uint64_t d0);

/*
 * Returns floor((n 2^64 + low) / d) and stores the remainder. n < d. Algorithm 5 of Moeller and
 * Granlund (see words.h).
 */
static inline uint64_t dc_divide_3_by_2(dc_u128 n, uint64_t low, dc_long_divisor by,
                                        dc_u128 *remainder) {
    dc_u128 d = (dc_u128)by.d1 << 64 | by.d0;
    dc_u128 q = (dc_u128)by.reciprocal * (uint64_t)(n >> 64) + n;
    uint64_t q1 = (uint64_t)(q >> 64);
    dc_u128 r = (dc_u128)((uint64_t)n - q1 * by.d1) << 64 | low;
    r -= (dc_u128)by.d0 * q1 + d;
    q1++;
    if ((uint64_t)(r >> 64) >= (uint64_t)q) {
        q1--;
        r += d;
    }
    if (r >= d) {
        q1++;
        r -= d;
    }
    *remainder = r;
    return q1;
}

/* The limbs of scratch to divide m + k limbs by m limbs with any variants. */
int64_t dc_divide_short_scratch(int64_t k, int64_t m);

/*
 * q[0..k) = floor(a / d) and a[0..m) = a mod d, where a has m + k limbs, d has m >= 2 limbs and its
 * top bit is set, and the upper m limbs of a are a number below d. The upper k limbs of a are
 * unspecified afterwards.
 */
void dc_divide_short(const dc_variants *variants, uint64_t *q, uint64_t *a, int64_t k,
                     const uint64_t *d, int64_t m, uint64_t *scratch);

#endif
