/* Greatest common divisors and modular inverses of numbers of any length, in steps. Internal. */
#ifndef DC_GCD_H
#define DC_GCD_H

#include "stages.h"
#include "variants.h"

/*
 * result[0..min(n, m)) = gcd(a[0..n), b[0..m)), where the top limbs of a and b are not 0. With
 * `cofactor`, the top limb of a may be 0, and result[0..m) is the divisor g; result[m..2m) is the u
 * with u a = g modulo b and 0 <= u < b / g.
 *
 * Which work remains depends on the numbers, so all of it is one stage. The number of its steps is
 * an estimate of the most work that numbers of these lengths take. A step does some milliseconds of
 * work, and nothing if no work is left; the last step does everything that is left.
 */
void dc_walk_gcd(dc_walk *walk, const dc_variants *variants, uint64_t *result, const uint64_t *a,
                 int64_t n, const uint64_t *b, int64_t m, int cofactor, uint64_t *scratch);
int64_t dc_gcd_scratch(int64_t n, int64_t m, int cofactor);

#endif
