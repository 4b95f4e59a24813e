/*
 * Conversion of numbers between limbs and decimal words of 19 digits, by divide and conquer, in
 * stages. Internal.
 */
#ifndef DC_RADIX_H
#define DC_RADIX_H

#include "stages.h"
#include "variants.h"

/*
 * For n >= 1 limbs: the words of the result, a few more than the number has, and the limbs of
 * scratch.
 */
int64_t dc_to_decimal_words(int64_t n);
int64_t dc_to_decimal_scratch(int64_t n);

/* words[0..dc_to_decimal_words(n)) = a[0..n) */
void dc_walk_to_decimal(dc_walk *walk, const dc_variants *variants, uint64_t *words,
                        const uint64_t *a, int64_t n, uint64_t *scratch);

/*
 * For n >= 1 words: the limbs of the result, a few more than the number has, and the limbs of
 * scratch.
 */
int64_t dc_from_decimal_limbs(int64_t n);
int64_t dc_from_decimal_scratch(int64_t n);

/* limbs[0..dc_from_decimal_limbs(n)) = words[0..n) */
void dc_walk_from_decimal(dc_walk *walk, const dc_variants *variants, uint64_t *limbs,
                          const uint64_t *words, int64_t n, uint64_t *scratch);

#endif
