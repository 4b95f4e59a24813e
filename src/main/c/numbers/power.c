/* Powers by repeated squaring, from the top bit of the exponent down. */
#include "power.h"

#include "../downcall.h"
#include "product.h"

static int64_t limbs_for(int64_t bits) {
    return (bits + 63) / 64;
}

/*
 * A product of m and n limbs is written as m + n limbs, which may be one more than limbs_for() of
 * its bits. The other two limbs are a margin.
 */
int64_t dc_power_limbs(int64_t bits, int64_t exponent) {
    return limbs_for(bits * exponent) + 3;
}

int64_t dc_power_scratch(int64_t bits, int64_t exponent) {
    int64_t half = limbs_for(bits * (exponent / 2 + 1)), all = limbs_for(bits * exponent),
            a = limbs_for(bits);
    int64_t square = dc_multiply_scratch(half, half, 1), product = dc_multiply_scratch(all, a, 0);
    return dc_power_limbs(bits, exponent) + (square > product ? square : product);
}

void dc_walk_power(dc_walk *walk, const dc_variants *variants, uint64_t *result, const uint64_t *a,
                   int64_t bits, int64_t exponent, uint64_t *scratch) {
    int64_t limbs = dc_power_limbs(bits, exponent), n = limbs_for(bits);
    uint64_t *other = scratch, *products = scratch + limbs;
    const uint64_t *x = a; /* a^e, in limbs_for(bits * e) limbs */
    uint64_t *to = other;
    int64_t e = 1;
    for (int bit = 62 - __builtin_clzll((unsigned long long)exponent); bit >= 0; bit--) {
        int64_t m = limbs_for(bits * e);
        dc_walk_multiply(walk, variants, to, x, m, x, m, products);
        e *= 2;
        x = to;
        to = to == other ? result : other;
        if (exponent >> bit & 1) {
            m = limbs_for(bits * e);
            dc_walk_multiply(walk, variants, to, x, m, a, n, products);
            e++;
            x = to;
            to = to == other ? result : other;
        }
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        int64_t m = limbs_for(bits * exponent);
        for (int64_t i = 0; i < limbs; i++) {
            result[i] = i < m ? x[i] : 0;
        }
    }
}

long long dc_max_power_bits(void) {
    return DC_MAX_POWER_BITS;
}
