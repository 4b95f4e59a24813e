/* Powers of numbers of any length, in stages. Internal. */
#ifndef DC_POWER_H
#define DC_POWER_H

#include "stages.h"
#include "variants.h"

/*
 * The limbs of the result, a few more than the power has, and of scratch, for a number of `bits` >=
 * 1 bits and an exponent >= 1. The product of both must be below 2^40.
 */
int64_t dc_power_limbs(int64_t bits, int64_t exponent);
int64_t dc_power_scratch(int64_t bits, int64_t exponent);

/* result[0..dc_power_limbs(bits, exponent)) = a^exponent, where a has `bits` bits. */
void dc_walk_power(dc_walk *walk, const dc_variants *variants, uint64_t *result, const uint64_t *a,
                   int64_t bits, int64_t exponent, uint64_t *scratch);

#endif
