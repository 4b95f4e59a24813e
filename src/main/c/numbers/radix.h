/*
 * Conversion of numbers between limbs and words of any radix, by divide and conquer, in stages.
 * Internal.
 *
 * A word is a digit in the base radix^k, the largest power of the radix below 2^64. Radix 10 has
 * words of 19 digits. Every radix is from DC_MIN_RADIX to DC_MAX_RADIX.
 */
#ifndef DC_RADIX_H
#define DC_RADIX_H

#include "stages.h"
#include "variants.h"

enum { DC_MIN_RADIX = 2, DC_MAX_RADIX = 36 };

/*
 * For n >= 1 limbs: the words of the result, a few more than the number has, and the limbs of
 * scratch.
 */
int64_t dc_to_radix_words(int radix, int64_t n);
int64_t dc_to_radix_scratch(int radix, int64_t n);

/* words[0..dc_to_radix_words(radix, n)) = a[0..n) */
void dc_walk_to_radix(dc_walk *walk, const dc_variants *variants, int radix, uint64_t *words,
                      const uint64_t *a, int64_t n, uint64_t *scratch);

/*
 * For n >= 1 words of any radix: the limbs of the result, a few more than the number has, and the
 * limbs of scratch.
 */
int64_t dc_from_radix_limbs(int64_t n);
int64_t dc_from_radix_scratch(int64_t n);

/* limbs[0..dc_from_radix_limbs(n)) = words[0..n) */
void dc_walk_from_radix(dc_walk *walk, const dc_variants *variants, int radix, uint64_t *limbs,
                        const uint64_t *words, int64_t n, uint64_t *scratch);

#endif
