/* Montgomery's reduction modulo odd numbers of short and middle length. Internal. */
#ifndef DC_MONTGOMERY_H
#define DC_MONTGOMERY_H

#include "variants.h"

/* No longer modulus is reduced by Montgomery's method, with any variants. */
enum { DC_MONTGOMERY_LIMBS = 4096 };

typedef struct {
    const dc_variants *variants;
    const uint64_t *modulus; /* odd */
    int64_t n;               /* limbs of the modulus and of residues */
    int64_t block;           /* how many limbs are eliminated at a time */
    uint64_t *inverse;       /* -1 / modulus mod 2^(64 block) */
    uint64_t *scratch;
} dc_montgomery;

/* Whether Montgomery's reduction is faster than Barrett's for an odd modulus of n limbs. */
int dc_montgomery_is_faster(const dc_variants *variants, int64_t n);

/* The limbs of scratch for n limbs, with any variants. */
int64_t dc_montgomery_scratch(int64_t n);

/* Where dc_montgomery_prepare() has prepared the modulus, or will. */
dc_montgomery dc_montgomery_in(const dc_variants *variants, const uint64_t *modulus, int64_t n,
                               uint64_t *scratch);

void dc_montgomery_prepare(const dc_montgomery *m);

/*
 * r[0..n) = t[0..2n) / 2^(64 n) modulo the modulus, which is not necessarily below the modulus, but
 * is at most the modulus if the upper n limbs of t are 0. Changes t. r must not overlap t.
 */
void dc_montgomery_reduce(const dc_montgomery *m, uint64_t *r, uint64_t *t);

#endif
