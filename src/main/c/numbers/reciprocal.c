/* Reciprocals by Newton's iteration. */
#include "reciprocal.h"

#include "limbs.h"
#include "product.h"
#include "short_division.h"

#include <stddef.h>

/*
 * A step of Newton's iteration, x + x (1 - d x), doubles the number of limbs, less a margin of two.
 */
enum { FIRST_LIMBS = 20 };

static int64_t limbs_before(int64_t q) {
    return (q + 3) / 2;
}

static int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/*
 * x = floor(2^(64 (q + n)) / d[0..n)), for q and n up to FIRST_LIMBS + 1. The division needs a
 * divisor of two limbs or more, whose top bit is set.
 */
static void divide_first(const dc_variants *variants, uint64_t *x, int64_t q, const uint64_t *d,
                         int64_t n) {
    uint64_t rest[2 * FIRST_LIMBS + 4] = {0}, divisor[FIRST_LIMBS + 2];
    int64_t more = n == 1;
    int shift = 1 - (int)(d[n - 1] >> 63);
    divisor[0] = 0;
    for (int64_t i = 0; i < n; i++) {
        divisor[more + i] = d[i] << shift;
        if (shift > 0 && i > 0) {
            divisor[more + i] |= d[i - 1] >> 63;
        }
    }
    rest[more + n + q] = UINT64_C(1) << shift;
    dc_divide_short(variants, x, rest, q + 1, divisor, more + n, NULL);
}

/*
 * Extends the reciprocal from p limbs after the point to q. Both are in x[0..q + 1), the former in
 * its upper limbs. `spare` has 3 (q + 3) limbs.
 */
static void walk_newton(dc_walk *walk, const dc_variants *variants, uint64_t *x, int64_t p,
                        int64_t q, const uint64_t *d, int64_t m, uint64_t *spare,
                        uint64_t *scratch) {
    int64_t n = smaller(q + 1, m), dropped = n + p - (q + 1), length = n + 1 - dropped;
    const uint64_t *before = x + (q - p);
    uint64_t *product = spare, *error = product + dropped, *correction = product + n + p + 1;
    dc_walk_multiply(walk, variants, product, d + (m - n), n, before, p + 1, scratch);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        /* d x = 1 + e, where |e| is so small that only the lower n + 1 limbs are not 0. */
        if (product[n + p] == 0) {
            for (int64_t i = 0; i < length; i++) {
                error[i] = ~error[i];
            }
        }
    }
    dc_walk_multiply(walk, variants, correction, error, length, before, p + 1, scratch);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        uint64_t *by = correction + p + 1;
        for (int64_t i = 0; i < q - p; i++) {
            x[i] = 0;
        }
        if (product[n + p] == 0) {
            dc_add_1(x + length, q + 1 - length, dc_add_n(x, x, by, length));
        } else {
            dc_sub_1(x + length, q + 1 - length, dc_sub_n(x, x, by, length));
        }
    }
}

int64_t dc_reciprocal_scratch(int64_t q) {
    return 3 * (q + 3) + dc_multiply_scratch(q + 1, q + 1, 0);
}

void dc_walk_reciprocal(dc_walk *walk, const dc_variants *variants, uint64_t *x, int64_t q,
                        const uint64_t *d, int64_t m, uint64_t *scratch) {
    if (q <= FIRST_LIMBS) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            int64_t n = smaller(q + 1, m);
            divide_first(variants, x, q, d + (m - n), n);
        }
        return;
    }
    int64_t p = limbs_before(q);
    dc_walk_reciprocal(walk, variants, x + (q - p), p, d, m, scratch);
    walk_newton(walk, variants, x, p, q, d, m, scratch, scratch + 3 * (q + 3));
}
