/*
 * Quotients and remainders. Both operands are shifted left until the top bit of the divisor is set,
 * and the quotient is computed in blocks from the top: a block of k limbs is the quotient of the
 * remainder so far, with the next k limbs of the dividend below it, by the divisor.
 */
#include "division.h"

#include "convolution.h"
#include "limbs.h"
#include "product.h"
#include "reciprocal.h"
#include "short_division.h"

#include <stddef.h>

/*
 * The approximate number of limb products in one step, or of limbs that are transformed. A block
 * whose divisor and quotient have more than STEP_LIMBS / 2 limbs together has stages of its own,
 * whose strands can run in parallel. If there are more than MOST_BLOCKS blocks, LONG_STEP_LIMBS
 * takes the place of STEP_LIMBS.
 */
enum { STEP_PRODUCTS = 1 << 20, STEP_LIMBS = 1 << 15, LONG_STEP_LIMBS = 1 << 17, MOST_BLOCKS = 64 };

static int64_t divided_up(int64_t a, int64_t b) {
    return (a + b - 1) / b;
}

/* to[0..count) = the limbs from `from` on of a[0..n) 2^shift, with zeros above them. */
static void shifted_left(uint64_t *to, int64_t count, const uint64_t *a, int64_t n, int64_t from,
                         int shift) {
    for (int64_t i = 0; i < count; i++) {
        int64_t k = from + i;
        uint64_t limb = k < n ? a[k] : 0, below = k > 0 && k <= n ? a[k - 1] : 0;
        to[i] = shift > 0 ? limb << shift | below >> (64 - shift) : limb;
    }
}

/* to[0..n) = a[0..n) / 2^shift */
static void shifted_right(uint64_t *to, const uint64_t *a, int64_t n, int shift) {
    for (int64_t i = 0; i < n; i++) {
        uint64_t above = i + 1 < n ? a[i + 1] : 0;
        to[i] = shift > 0 ? a[i] >> shift | above << (64 - shift) : a[i];
    }
}

/* Only steps may call this. */
static int shift_of(const uint64_t *b, int64_t m) {
    return __builtin_clzll((unsigned long long)b[m - 1]);
}

/* A division, with q_limbs = a_limbs - b_limbs + 1. */
typedef struct {
    const dc_variants *variants;
    uint64_t *q, *r;
    const uint64_t *a, *b;
    int64_t n, m, q_limbs;
    uint64_t *scratch;
} division;

/* ---- By one limb ---------------------------------------------------------------------------- */

enum { STEP_BY_ONE = 1 << 19 };

/* The remainder so far, shifted, is in r. */
static void walk_by_limb(dc_walk *walk, const division *x) {
    for (dc_span s = dc_stage(walk, 1, divided_up(x->n, STEP_BY_ONE)); dc_next(&s);) {
        int shift = shift_of(x->b, 1);
        dc_divisor by = dc_divisor_of(x->b[0] << shift);
        int64_t to = x->n - s.step * STEP_BY_ONE, from = dc_larger(to - STEP_BY_ONE, 0);
        uint64_t rest = s.step > 0 ? x->r[0] : shift > 0 ? x->a[x->n - 1] >> (64 - shift) : 0;
        for (int64_t i = to - 1; i >= from; i--) {
            uint64_t limb;
            shifted_left(&limb, 1, x->a, x->n, i, shift);
            x->q[i] = dc_divide(rest, limb, by, &rest);
        }
        x->r[0] = from > 0 ? rest : rest >> shift;
    }
}

/* ---- By short numbers ----------------------------------------------------------------------- */

/* The limbs of the quotient in a block. */
static int64_t short_block(int64_t m, int64_t q_limbs) {
    int64_t least = m < DC_RECURSIVE_LEAST_LIMBS ? STEP_PRODUCTS / (16 * m) : m;
    return dc_smaller(q_limbs, dc_larger(m, least));
}

/* The divisor, the numerator of a block, and scratch. */
static int64_t short_scratch(int64_t m, int64_t q_limbs) {
    int64_t k = short_block(m, q_limbs);
    return m + (m + k) + dc_divide_short_scratch(k, m);
}

/* Blocks of quotient and divisor in one stage. The remainder so far, shifted, is in r. */
static void walk_by_short(dc_walk *walk, const division *x) {
    int64_t m = x->m, block = short_block(m, x->q_limbs), blocks = divided_up(x->q_limbs, block),
            in_step = dc_larger(STEP_PRODUCTS / (block * m), 1);
    uint64_t *d = x->scratch, *numerator = d + m, *scratch = numerator + m + block;
    for (dc_span s = dc_stage(walk, 1, divided_up(blocks, in_step)); dc_next(&s);) {
        int shift = shift_of(x->b, m);
        if (s.step == 0) {
            shifted_left(d, m, x->b, m, 0, shift);
            shifted_left(x->r, m, x->a, x->n, x->q_limbs, shift);
        }
        int64_t first = blocks - 1 - s.step * in_step, last = dc_larger(first - in_step + 1, 0);
        for (int64_t i = first; i >= last; i--) {
            int64_t at = i * block, k = dc_smaller(block, x->q_limbs - at);
            shifted_left(numerator, k, x->a, x->n, at, shift);
            dc_copy(numerator + k, x->r, m);
            dc_divide_short(x->variants, x->q + at, numerator, k, d, m, scratch);
            dc_copy(x->r, numerator, m);
        }
        if (last == 0) {
            shifted_right(x->r, x->r, m, shift);
        }
    }
}

/* ---- Short quotients of long numbers -------------------------------------------------------- */

/*
 * The upper k + 1 limbs of the divisor, the upper 2k + 1 of the dividend, and scratch to divide
 * them; then the product of quotient and divisor, and scratch for it.
 */
static int64_t upper_scratch(int64_t m, int64_t k) {
    int64_t upper = (k + 1) + (2 * k + 1) + dc_divide_short_scratch(k, k + 1),
            product = (m + k) + dc_multiply_scratch(m, k, 0);
    return dc_larger(upper, product);
}

/*
 * The upper limbs give a quotient that is too large by no more than one: the limbs that are left
 * out change a / b by less than 2^(64 k) / 2^(64 k + 63).
 */
static void walk_by_upper(dc_walk *walk, const division *x) {
    int64_t m = x->m, k = x->q_limbs, low = m - (k + 1);
    uint64_t *d = x->scratch, *numerator = d + k + 1, *product = x->scratch;
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        int shift = shift_of(x->b, m);
        shifted_left(d, k + 1, x->b, m, low, shift);
        shifted_left(numerator, 2 * k + 1, x->a, x->n, low, shift);
        dc_divide_short(x->variants, x->q, numerator, k, d, k + 1, numerator + 2 * k + 1);
    }
    dc_walk_multiply(walk, x->variants, product, x->b, m, x->q, k, product + m + k);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        uint64_t top = x->n > m ? x->a[m] : 0;
        top -= product[m] + dc_sub_n(x->r, x->a, product, m);
        while (top >> 63 != 0) {
            dc_sub_1(x->q, k, 1);
            top += dc_add_n(x->r, x->r, x->b, m);
        }
    }
}

/* ---- By a reciprocal ------------------------------------------------------------------------ */

/* Blocks of fewer limbs may be multiplied without transforms. */
enum { MOST_DIRECT = 1024 };

/*
 * For each block, the product of the numerator's upper limbs and the reciprocal of the divisor is
 * the quotient. The remainder is so short that its product with the divisor is computed modulo
 * 2^(64 cyclic) - 1, if that is cheaper. The reciprocal and the divisor are transformed once.
 */
typedef struct {
    int64_t k, blocks;                 /* limbs of a block, and their number */
    int64_t cyclic;                    /* 0 for whole products of k and m limbs */
    int64_t by_reciprocal, by_divisor; /* the scratch of both products */
} layout;

/*
 * A reciprocal is computed in as many steps as its length has bits; half of the work is the last.
 */
static int64_t reciprocal_cost(int64_t q) {
    return 2 * dc_smaller(5 * dc_transform_cost(q + 4), 3 * dc_transform_cost(q + q / 2));
}

static int64_t cost_of(int64_t m, int64_t q_limbs, int64_t blocks) {
    int64_t k = divided_up(q_limbs, blocks), cyclic = dc_cyclic_length(dc_larger(m, k), m + k),
            by_reciprocal = dc_transform_cost(2 * k + 3),
            by_divisor = dc_transform_cost(cyclic > 0 ? cyclic : m + k);
    return reciprocal_cost(k + 1) + (2 * blocks + 1) * (by_reciprocal + by_divisor);
}

static dc_convolution quotient_of(const division *x, const layout *l, const uint64_t *numerator,
                                  const uint64_t *reciprocal, uint64_t *r, uint64_t *scratch,
                                  int repeated) {
    return (dc_convolution){x->variants->ntt, DC_LIMBS_64, numerator, reciprocal, l->k + 1,
                            l->k + 2,         r,           scratch,   0,          repeated};
}

static dc_convolution product_of(const division *x, const layout *l, const uint64_t *quotient,
                                 const uint64_t *divisor, uint64_t *r, uint64_t *scratch,
                                 int repeated) {
    return (dc_convolution){x->variants->ntt, DC_LIMBS_64, quotient, divisor, l->k, x->m, r,
                            scratch,          l->cyclic,   repeated};
}

/*
 * One to four times as many blocks as the quotient has lengths of the divisor. More, shorter blocks
 * need a shorter reciprocal.
 */
static layout layout_for(int64_t m, int64_t q_limbs) {
    int64_t least = divided_up(q_limbs, dc_smaller(m, DC_TERMS_64 - 2)), best = least,
            best_cost = cost_of(m, q_limbs, least);
    for (int quarters = 5; quarters <= 16; quarters++) {
        int64_t blocks = divided_up(least * quarters, 4);
        if (blocks > best && q_limbs / blocks >= DC_RECIPROCAL_LEAST_LIMBS / 2) {
            int64_t cost = cost_of(m, q_limbs, blocks);
            if (cost < best_cost) {
                best = blocks;
                best_cost = cost;
            }
        }
    }
    layout l = {.k = divided_up(q_limbs, best)};
    l.blocks = divided_up(q_limbs, l.k);
    l.cyclic = dc_cyclic_length(dc_larger(m, l.k), m + l.k);
    const uint64_t different[2] = {0, 0};
    division x = {.variants = dc_variants_for(0), .m = m};
    dc_convolution quotient = quotient_of(&x, &l, different, different + 1, NULL, NULL, 0),
                   product = product_of(&x, &l, different, different + 1, NULL, NULL, 0);
    l.by_reciprocal = dc_convolution_scratch(&quotient);
    l.by_divisor = dc_convolution_scratch(&product);
    if (l.k < MOST_DIRECT) {
        l.by_divisor = dc_larger(l.by_divisor, dc_multiply_scratch(l.k, m, 0));
    }
    return l;
}

/*
 * The divisor, the reciprocal, the numerator of a block, its products with both, and scratch, which
 * the reciprocal's computation uses before.
 */
static int64_t reciprocal_scratch(int64_t m, int64_t q_limbs) {
    layout l = layout_for(m, q_limbs);
    int64_t blocks = 2 * (m + l.k) + (2 * l.k + 3) + l.by_reciprocal + l.by_divisor;
    return m + (l.k + 2) + dc_larger(blocks, dc_reciprocal_scratch(l.k + 1));
}

/* p[0..c) = n[0..count) - p[0..c) modulo 2^(64 c) - 1, where c < count <= 2c. */
static void subtract_cyclic(uint64_t *p, int64_t c, const uint64_t *n, int64_t count) {
    int64_t folded = count - c;
    uint64_t borrow = dc_sub_n(p, n, p, c);
    uint64_t carry = dc_add_1(p + folded, c - folded, dc_add_n(p, p, n + c, folded));
    if (carry > borrow) {
        dc_add_1(p, c, 1);
    } else if (carry < borrow) {
        dc_sub_1(p, c, 1);
    }
}

/*
 * The cyclic product lacks a carry, which is below 2^128, so `p` is too large by it. Modulo 2^128,
 * the difference is known to be `low`. Corrects p to the two's complement of the difference, from a
 * number that is congruent to it modulo 2^(64 c) - 1, but not modulo 2^(64 c) if it is negative.
 */
static void correct_cyclic(uint64_t *p, int64_t c, dc_u128 low) {
    dc_u128 before = (dc_u128)p[1] << 64 | p[0], excess = before - low;
    p[0] = (uint64_t)low;
    p[1] = (uint64_t)(low >> 64);
    if (excess == (dc_u128)0 - 1) {
        dc_add_1(p + 2, c - 2, before == excess);
    } else {
        dc_sub_1(p + 2, c - 2, before < excess);
    }
}

/* The difference of a numerator and the product of quotient and divisor, modulo 2^128. */
static dc_u128 low_difference(const uint64_t *numerator, const uint64_t *q, const uint64_t *d) {
    dc_u128 product = (dc_u128)q[0] * d[0] + ((dc_u128)(q[0] * d[1] + q[1] * d[0]) << 64);
    return ((dc_u128)numerator[1] << 64 | numerator[0]) - product;
}

/*
 * Replaces the remainder numerator[k..k + m) by the next one, and corrects q. `fraction` is the
 * limb below the quotient. It is accurate to six units, so q is too large or too small by one at
 * most. If it is too large, the difference is slightly negative and `fraction` is small. If it is
 * too small, `fraction` is large, and the difference may be 2^(64 m) or more. If c is not 0, the
 * product is cyclic, of this length.
 */
static void finish_block(const division *x, const layout *l, uint64_t *numerator, uint64_t *q,
                         uint64_t fraction, const uint64_t *d, uint64_t *product, int64_t c) {
    int64_t m = x->m, k = l->k;
    if (c > 0) {
        dc_u128 low = low_difference(numerator, q, d);
        subtract_cyclic(product, c, numerator, m + k);
        correct_cyclic(product, c, low);
    } else {
        c = m + 1;
        dc_sub_n(product, numerator, product, c);
    }
    uint64_t *rest = numerator + k, top = product[c - 1];
    int is_low = fraction >> 63 == 0, is_over = !is_low && c == m && top >> 61 == 0;
    if (is_low && top >> 62 == 3) {
        dc_sub_1(q, k, 1);
        dc_add_n(rest, product, d, m);
    } else if (is_over || (c > m && product[m] == 1) || !dc_is_below(product, d, m)) {
        dc_add_1(q, k, 1);
        dc_sub_n(rest, product, d, m);
    } else {
        dc_copy(rest, product, m);
    }
}

typedef struct {
    uint64_t *divisor, *reciprocal, *numerator, *quotient, *product;
    uint64_t *by_reciprocal, *by_divisor; /* scratch */
} buffers;

static buffers buffers_in(const division *x, const layout *l) {
    buffers to;
    to.divisor = x->scratch;
    to.reciprocal = to.divisor + x->m;
    to.numerator = to.reciprocal + l->k + 2;
    to.quotient = to.numerator + x->m + l->k;
    to.product = to.quotient + 2 * l->k + 3;
    to.by_reciprocal = to.product + x->m + l->k;
    to.by_divisor = to.by_reciprocal + l->by_reciprocal;
    return to;
}

/*
 * Whether products, or parts of them, are faster than transforms of which one is kept from block to
 * block.
 */
static int is_direct(const dc_variants *variants, int64_t n, int64_t m) {
    return variants->mul_ifma_part != NULL && n < MOST_DIRECT
           && 2 * n * m < variants->ntt_mul_limbs * (n + m);
}

/* The quotient of a block, with a limb below it and one above it. */
static void walk_quotient(dc_walk *walk, const division *x, const layout *l, const buffers *to,
                          int repeated) {
    const uint64_t *numerator = to->numerator + x->m - 1;
    int64_t k = l->k;
    if (is_direct(x->variants, k + 1, k + 2)) {
        dc_walk_multiply_part(walk, x->variants, to->quotient, numerator, k + 1, to->reciprocal,
                              k + 2, k + 1, 2 * k + 3, to->by_reciprocal);
    } else {
        dc_convolution c =
            quotient_of(x, l, numerator, to->reciprocal, to->quotient, to->by_reciprocal, repeated);
        dc_walk_convolution(walk, &c);
    }
}

/* The product of a quotient and the divisor, of which m + 1 limbs are needed. */
static void walk_product(dc_walk *walk, const division *x, const layout *l, const buffers *to,
                         const uint64_t *q, int repeated) {
    if (is_direct(x->variants, l->k, x->m)) {
        dc_walk_multiply_part(walk, x->variants, to->product, q, l->k, to->divisor, x->m, 0,
                              x->m + 1, to->by_divisor);
    } else {
        dc_convolution c = product_of(x, l, q, to->divisor, to->product, to->by_divisor, repeated);
        dc_walk_convolution(walk, &c);
    }
}

/* Block i of the quotient, from the remainder in numerator[k..k + m). */
static void walk_block(dc_walk *walk, const division *x, const layout *l, const buffers *to,
                       int64_t i) {
    int64_t k = l->k, m = x->m;
    int repeated = i < l->blocks - 1;
    uint64_t *q = to->quotient + k + 2;
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        shifted_left(to->numerator, k, x->a, x->n, i * k, shift_of(x->b, m));
    }
    walk_quotient(walk, x, l, to, repeated);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        if (q[k] != 0) { /* 2^(64 k), which is too large by one */
            for (int64_t j = -1; j < k; j++) {
                q[j] = UINT64_MAX;
            }
        }
    }
    walk_product(walk, x, l, to, q, repeated);
    int64_t cyclic = is_direct(x->variants, k, m) ? 0 : l->cyclic;
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        finish_block(x, l, to->numerator, q, q[-1], to->divisor, to->product, cyclic);
        dc_copy(x->q + i * k, q, dc_smaller(k, x->q_limbs - i * k));
        if (i == 0) {
            shifted_right(x->r, to->numerator + k, m, shift_of(x->b, m));
        }
    }
}

static void walk_by_reciprocal(dc_walk *walk, const division *x) {
    layout l = layout_for(x->m, x->q_limbs);
    buffers to = buffers_in(x, &l);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        shifted_left(to.divisor, x->m, x->b, x->m, 0, shift_of(x->b, x->m));
    }
    dc_walk_reciprocal(walk, x->variants, to.reciprocal, l.k + 1, to.divisor, x->m, to.numerator);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        shifted_left(to.numerator + l.k, x->m, x->a, x->n, l.blocks * l.k, shift_of(x->b, x->m));
    }
    int64_t in_step = (l.blocks > MOST_BLOCKS ? LONG_STEP_LIMBS : STEP_LIMBS) / (x->m + l.k);
    if (in_step <= 1) {
        int64_t first = walk->at;
        walk_block(walk, x, &l, &to, l.blocks - 1);
        int64_t stages = walk->at - first; /* of each block */
        for (int64_t i = l.blocks - 2; i >= 0; i--) {
            int is_here = walk->stage >= walk->at && walk->stage < walk->at + stages;
            if (is_here || walk->stage == DC_WALK_ALL) {
                walk_block(walk, x, &l, &to, i);
            } else {
                walk->at += stages;
            }
        }
        return;
    }
    for (dc_span s = dc_stage(walk, 1, divided_up(l.blocks, in_step)); dc_next(&s);) {
        dc_walk all = {.stage = DC_WALK_ALL};
        int64_t first = l.blocks - 1 - s.step * in_step;
        for (int64_t i = first; i >= 0 && i > first - in_step; i--) {
            walk_block(&all, x, &l, &to, i);
        }
    }
}

/* ---- The choice of the method --------------------------------------------------------------- */

int64_t dc_divide_scratch(int64_t a_limbs, int64_t b_limbs) {
    int64_t m = b_limbs, q_limbs = a_limbs - b_limbs + 1, limbs = 0;
    if (m > 1 && m < DC_RECIPROCAL_MOST_LIMBS) {
        limbs = short_scratch(m, q_limbs);
    }
    if (q_limbs < m && q_limbs < DC_RECIPROCAL_MOST_LIMBS) {
        limbs = dc_larger(limbs, upper_scratch(m, q_limbs));
    }
    if (dc_smaller(m, q_limbs) >= DC_RECIPROCAL_LEAST_LIMBS) {
        limbs = dc_larger(limbs, reciprocal_scratch(m, q_limbs));
    }
    return limbs;
}

void dc_walk_divide(dc_walk *walk, const dc_variants *variants, uint64_t *q, uint64_t *r,
                    const uint64_t *a, int64_t a_limbs, const uint64_t *b, int64_t b_limbs,
                    uint64_t *scratch) {
    int64_t long_limbs = variants->reciprocal_division_limbs;
    division x = {variants, q, r, a, b, a_limbs, b_limbs, a_limbs - b_limbs + 1, scratch};
    if (b_limbs == 1) {
        walk_by_limb(walk, &x);
    } else if (b_limbs < long_limbs) {
        walk_by_short(walk, &x);
    } else if (x.q_limbs < long_limbs) {
        walk_by_upper(walk, &x);
    } else {
        walk_by_reciprocal(walk, &x);
    }
}
