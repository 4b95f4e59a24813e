/* Powers modulo a number, in stages. Internal. */
#ifndef DC_MOD_POWER_H
#define DC_MOD_POWER_H

#include "stages.h"
#include "variants.h"

/* A base, an exponent and a modulus, each of at least one limb. */
typedef struct {
    const uint64_t *base, *exponent, *modulus; /* the top limb of the modulus is not 0 */
    int64_t base_limbs, exponent_limbs, n;
} dc_mod_power;

/* The limbs of scratch, with any variants. */
int64_t dc_mod_power_scratch(const dc_mod_power *p);

/* result[0..n) = base^exponent modulo the modulus */
void dc_walk_mod_power(dc_walk *walk, const dc_variants *variants, uint64_t *result,
                       const dc_mod_power *p, uint64_t *scratch);

#endif
