/* Reciprocals by Newton's iteration. */
#include "reciprocal.h"

#include "convolution.h"
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
 * A step from p limbs after the point to q. Both are in x[0..q + 1), the former in the upper limbs.
 */
typedef struct {
    uint64_t *x;
    int64_t p, q;
    int64_t n; /* the upper limbs of the divisor that matter */
    /*
     * d x = 1 + e, where |e| is so small that only the lower n + 1 limbs of the product of n and p
     * + 1 limbs are not 0. The lowest `dropped` limbs of it do not matter.
     */
    int64_t dropped;
    int64_t cyclic; /* of the first product; or 0 */
    int shared;     /* whether the second product, of q + 3 limbs, is as long and shares x */
} newton_step;

static newton_step step_to(const dc_variants *variants, uint64_t *x, int64_t q, int64_t m) {
    newton_step s = {.x = x, .p = limbs_before(q), .q = q, .n = dc_smaller(q + 1, m)};
    s.dropped = s.n + s.p - (q + 1);
    int64_t all = s.n + s.p + 1;
    /* Half of each product is needed, but those by transforms are shorter than usual, too. */
    int64_t threshold = ((int64_t)variants->ntt_mul_limbs + variants->ntt_part_limbs) / 2;
    int is_long = 2 * s.n * (s.p + 1) >= threshold * all;
    if (is_long && s.p < DC_TERMS_64 && s.dropped >= 2) {
        s.cyclic = dc_cyclic_length(q + 3, all);
        s.shared = s.cyclic > 0;
        /* If the divisor is shorter than the reciprocal, the first product may be, too. */
        int64_t least = dc_cyclic_length(s.n + 3, all), shared = 5 * dc_transform_cost(s.cyclic);
        int64_t own = 3 * (dc_transform_cost(least) + dc_transform_cost(q + 3));
        if (least > 0 && (s.cyclic == 0 || own < shared)) {
            s.cyclic = least;
            s.shared = 0;
        }
    }
    return s;
}

/*
 * x += or -= the upper limbs of error[0..length) x, of which `correction` has room for the product.
 */
static void correct(const newton_step *s, int64_t length, const uint64_t *correction,
                    int is_above) {
    uint64_t *x = s->x;
    const uint64_t *by = correction + s->p + 1;
    dc_clear(x, s->q - s->p);
    if (is_above) {
        dc_sub_1(x + length, s->q + 1 - length, dc_sub_n(x, x, by, length));
    } else {
        dc_add_1(x + length, s->q + 1 - length, dc_add_n(x, x, by, length));
    }
}

/* `spare` has 3 (q + 3) limbs. */
static void walk_whole_step(dc_walk *walk, const dc_variants *variants, const newton_step *s,
                            const uint64_t *d, uint64_t *spare, uint64_t *scratch) {
    int64_t n = s->n, p = s->p, length = n + 1 - s->dropped;
    const uint64_t *before = s->x + (s->q - p);
    uint64_t *product = spare, *error = product + s->dropped, *correction = product + n + p + 1;
    dc_walk_multiply_part(walk, variants, product, d, n, before, p + 1, s->dropped, n + 2, scratch);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        if (product[n + 1] != 0) { /* below 1, so the limb is all ones */
            dc_complement(error, length);
        }
    }
    dc_walk_multiply_part(walk, variants, correction, error, length, before, p + 1, p + 1,
                          p + 1 + length, scratch);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        correct(s, length, correction, product[n + 1] == 0);
    }
}

/*
 * Products modulo 2^(64 c) - 1, for which the upper limbs, which are known, need no room. The
 * transform of x serves both if both are of this kind. A carry that is lacking from a product
 * changes limbs that are dropped.
 */
static void walk_cyclic_step(dc_walk *walk, const dc_variants *variants, const newton_step *s,
                             const uint64_t *d, uint64_t *spare, uint64_t *scratch) {
    int64_t n = s->n, p = s->p, c = s->cyclic, length = n + 1 - s->dropped;
    const uint64_t *before = s->x + (s->q - p);
    uint64_t *product = spare, *error = product + s->dropped, *correction = product + c;
    dc_convolution by_divisor = {variants->ntt, DC_LIMBS_64, d,       before, n,
                                 p + 1,         product,     scratch, c,      0};
    dc_walk_convolution(walk, &by_divisor);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        int64_t one = n + p - c; /* 2^(64 (n + p)) = 2^(64 one) */
        if (dc_sub_1(product + one, c - one, 1) != 0) {
            dc_sub_1(product, c, 1);
        }
        if (product[c - 1] != 0) {
            dc_complement(error, length);
        }
    }
    dc_convolution by_error = {
        variants->ntt, DC_LIMBS_64,       error,    before, length, p + 1, correction,
        scratch,       s->shared ? c : 0, s->shared};
    dc_walk_convolution(walk, &by_error);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        correct(s, length, correction, product[c - 1] == 0);
    }
}

int64_t dc_reciprocal_scratch(int64_t q) {
    return 3 * (q + 3) + dc_multiply_scratch(q + 1, q + 1, 0);
}

void dc_walk_reciprocal(dc_walk *walk, const dc_variants *variants, uint64_t *x, int64_t q,
                        const uint64_t *d, int64_t m, uint64_t *scratch) {
    if (q <= FIRST_LIMBS) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            int64_t n = dc_smaller(q + 1, m);
            divide_first(variants, x, q, d + (m - n), n);
        }
        return;
    }
    newton_step s = step_to(variants, x, q, m);
    dc_walk_reciprocal(walk, variants, x + (q - s.p), s.p, d, m, scratch);
    uint64_t *spare = scratch, *products = spare + 3 * (q + 3);
    if (s.cyclic > 0) {
        walk_cyclic_step(walk, variants, &s, d + (m - s.n), spare, products);
    } else {
        walk_whole_step(walk, variants, &s, d + (m - s.n), spare, products);
    }
}
