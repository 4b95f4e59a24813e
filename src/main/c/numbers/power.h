/* Powers of numbers of any length, in stages. Internal. */
#ifndef DC_POWER_H
#define DC_POWER_H

#include "stages.h"
#include "variants.h"

/*
 * For a number of so many bits, >= 1, and exponents >= 1 that leave the product of both below 2^40.
 */
int64_t dc_power_limbs(int64_t bits, int64_t exponent);
int64_t dc_power_scratch(int64_t bits, int64_t exponent);

/*
 * result[0..dc_power_limbs(bits, exponent)) = a^exponent, a having so many bits, and no limb above
 * them.
 */
void dc_walk_power(dc_walk *walk, const dc_variants *variants, uint64_t *result, const uint64_t *a,
                   int64_t bits, int64_t exponent, uint64_t *scratch);

#endif
