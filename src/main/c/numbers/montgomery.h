/* Montgomery's reduction modulo odd numbers of short and middle length. Internal. */
#ifndef DC_MONTGOMERY_H
#define DC_MONTGOMERY_H

#include "variants.h"

/* Whether Montgomery's reduction is faster than Barrett's for an odd modulus of n limbs. */
int dc_montgomery_is_faster(const dc_variants *variants, int64_t n);

/* Returns -1 / x modulo 2^64, for an odd x. */
uint64_t dc_montgomery_inverse(uint64_t x);

/*
 * r[0..n) = t[0..2n) / 2^(64 n) modulo c[0..n), where c is odd. The result is not necessarily below
 * c, but it is at most c if the upper n limbs of t are 0. Changes t. r must not overlap t or c.
 */
void dc_montgomery_reduce(const dc_variants *variants, uint64_t *r, uint64_t *t, const uint64_t *c,
                          int64_t n);

#endif
