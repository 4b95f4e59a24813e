/* Division of short numbers, without stages: schoolbook and Burnikel-Ziegler. Internal. */
#ifndef DC_SHORT_DIVISION_H
#define DC_SHORT_DIVISION_H

#include "variants.h"
#include "words.h"

/* The divisor d, whose top bit must be set, with its reciprocal. */
dc_divisor dc_divisor_of(uint64_t d);

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
