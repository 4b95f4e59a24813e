/*
 * Montgomery's reduction [P. Montgomery, Math. Comp. 44 (1985)], limb by limb.
 *
 * Let B = 2^64 and R = B^n. Multiples of c are added to t < R^2, so that its lowest n limbs become
 * 0. They sum up to less than R c, so the upper limbs are below R + c in the end. If they exceed R,
 * c is subtracted once. Residues are thus below R, not necessarily below c, which is sufficient for
 * the next product.
 */
#include "montgomery.h"

#include "barrett.h"
#include "limbs.h"

int dc_montgomery_is_faster(const dc_variants *variants, int64_t n) {
    return n <= DC_MONTGOMERY_LIMBS && dc_barrett_way_for(variants, n) == DC_BARRETT_WHOLE;
}

/* x is its own inverse mod 2^3, and each step doubles the bits. */
uint64_t dc_montgomery_inverse(uint64_t x) {
    uint64_t inverse = x;
    for (int bits = 3; bits < 64; bits *= 2) {
        inverse *= 2 - x * inverse;
    }
    return 0 - inverse;
}

void dc_montgomery_reduce(const dc_variants *variants, uint64_t *r, uint64_t *t, const uint64_t *c,
                          int64_t n) {
    uint64_t inverse = dc_montgomery_inverse(c[0]);
    for (int64_t i = 0; i < n; i++) {
        /* The carry takes the place of the limb that becomes 0. */
        t[i] = variants->addmul_1(t + i, c, n, t[i] * inverse);
    }
    if (dc_add_n(r, t + n, t, n) > 0) {
        dc_sub_n(r, r, c, n);
    }
}
