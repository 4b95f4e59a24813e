/*
 * Barrett's reduction [P. Barrett, CRYPTO '86] with the reciprocal as a number of limbs.
 *
 * Let B = 2^64, and let C be the shifted modulus, B^n / 2 <= C < B^n. The reciprocal is
 * X = B^n + reciprocal, which approximates B^(2n) / C from below, with an error of less than 2. For
 * a product T < B^n C with the upper half H = floor(T / B^n), the quotient is
 * Q = floor(H X / B^n) = H + floor(H reciprocal / B^n).
 *
 * Q <= T / C. The reciprocal's error makes Q too small by less than 2, since H < B^n; the lower
 * half of T by less than B^n / C <= 2; and rounding by less than 1, or 1 + 2^-64 if only the upper
 * half of a product is computed. So 0 <= T - Q C < 6 C.
 *
 * By transforms, Q C is computed modulo B^m - 1 for an m >= n that is a power of two, which takes
 * half as long. T - Q C is below 6 B^n. It is known modulo B^m - 1 then, and its lowest limb is
 * known from those of T, Q and C, which decides between the numbers that remain.
 */
#include "barrett.h"

#include "convolution.h"
#include "limbs.h"
#include "product.h"
#include "reciprocal.h"

static dc_convolution convolution_of(const dc_barrett *b, uint64_t *r, const uint64_t *x,
                                     const uint64_t *y, uint64_t *scratch) {
    dc_digits digits = b->n <= DC_TERMS_64 ? DC_LIMBS_64 : DC_LIMBS_62;
    return (dc_convolution){b->variants->ntt, digits, x, y, b->n, b->n, r, scratch, 0, 0};
}

static int has_transforms(const dc_barrett *b) {
    return dc_barrett_way_for(b->variants, b->n) == DC_BARRETT_TRANSFORMS;
}

/* The product by the modulus, of which the lowest n limbs and a few more are needed. */
static dc_convolution convolution_by_modulus(const dc_barrett *b) {
    dc_convolution c = convolution_of(b, b->estimate, b->quotient, b->modulus, b->by_modulus);
    c.cyclic = c.digits == DC_LIMBS_64 ? dc_cyclic_length(b->n, 2 * b->n) : 0;
    return c;
}

/* The limbs in front of scratch for products, and of this scratch. */
static int64_t numbers_limbs(int64_t n) {
    return 7 * n + 2;
}

static int64_t products_limbs(int64_t n) {
    return dc_larger(dc_multiply_scratch(n, n, 0), dc_reciprocal_scratch(n + 1));
}

static int64_t by_reciprocal_limbs(int64_t n) {
    const uint64_t x = 0, y = 0;
    dc_barrett b = {.variants = dc_variants_for(0), .n = n};
    dc_convolution c = convolution_of(&b, 0, &x, &y, 0);
    return dc_convolution_scratch(&c);
}

static int64_t by_modulus_limbs(int64_t n) {
    uint64_t x = 0, y = 0;
    dc_barrett b = {.variants = dc_variants_for(0), .n = n, .quotient = &x, .modulus = &y};
    dc_convolution c = convolution_by_modulus(&b);
    return dc_convolution_scratch(&c);
}

int64_t dc_barrett_scratch(int64_t n) {
    int64_t kept = n < DC_NTT_LEAST_LIMBS ? 0 : by_reciprocal_limbs(n) + by_modulus_limbs(n);
    return numbers_limbs(n) + products_limbs(n) + kept;
}

dc_barrett dc_barrett_in(const dc_variants *variants, int64_t n, uint64_t *scratch) {
    dc_barrett b = {.variants = variants, .n = n};
    b.modulus = scratch;
    b.reciprocal = b.modulus + n;
    b.product = b.reciprocal + n;
    b.quotient = b.product + 2 * n;
    b.estimate = b.quotient + n;
    b.products = scratch + numbers_limbs(n);
    b.by_reciprocal = b.by_modulus = b.products;
    if (has_transforms(&b)) {
        b.by_reciprocal = b.products + products_limbs(n);
        b.by_modulus = b.by_reciprocal + by_reciprocal_limbs(n);
    }
    return b;
}

/* ---- Preparation ---------------------------------------------------------------------------- */

/*
 * From an approximation with n + 1 limbs after the point and one before it, whose error is below 4
 * units of its last limb, because 1 / D <= 2. It is below 2 afterwards, also if the modulus is
 * B^n / 2; X is 2 B^n - 1 then.
 */
static void set_reciprocal(uint64_t *reciprocal, uint64_t *x, int64_t n) {
    dc_sub_1(x, n + 2, 4);
    dc_copy(reciprocal, x + 1, n);
}

void dc_walk_barrett_prepare(dc_walk *walk, const dc_barrett *b, const uint64_t *c) {
    int64_t n = b->n;
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_shift_left(b->modulus, c, n, __builtin_clzll(c[n - 1]));
    }
    dc_walk_reciprocal(walk, b->variants, b->estimate, n + 1, b->modulus, n, b->products);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        set_reciprocal(b->reciprocal, b->estimate, n);
    }
}

/* ---- Products and reduction ----------------------------------------------------------------- */

void dc_walk_barrett_multiply(dc_walk *walk, const dc_barrett *b, const uint64_t *x,
                              const uint64_t *y, int repeated) {
    if (has_transforms(b)) {
        dc_convolution c = convolution_of(b, b->product, x, y, b->products);
        c.repeated = repeated;
        dc_walk_convolution(walk, &c);
    } else {
        dc_walk_multiply(walk, b->variants, b->product, x, b->n, y, b->n, b->products);
    }
}

/*
 * estimate[0..m) = T - Q C, from Q C modulo B^m - 1 there, n <= m < 2n. Returns what is above m
 * limbs.
 */
static uint64_t subtract_cyclic(const dc_barrett *b, const dc_convolution *by_modulus) {
    int64_t m = by_modulus->cyclic, above = 2 * b->n - m;
    uint64_t *u = b->estimate, carry[2], lowest = b->product[0] - b->quotient[0] * b->modulus[0];
    dc_cyclic_carry(by_modulus, carry);
    /* u + top B^m = T - Q C modulo B^m - 1 */
    uint64_t top = 0 - dc_sub_n(u, b->product, u, m);
    top += dc_add_1(u + above, m - above, dc_add_n(u, u, b->product + m, above));
    top -= dc_sub_1(u, m, carry[0]);
    top -= dc_sub_1(u + 1, m - 1, carry[1]);
    /* T - Q C = u + top B^m + k (B^m - 1), where |k| is small */
    uint64_t k = u[0] - lowest;
    top += k;
    return k >> 63 ? top + dc_add_1(u, m, 0 - k) : top - dc_sub_1(u, m, k);
}

/* r = T - Q C, less what is left of C in it. */
static void set_remainder(const dc_barrett *b, uint64_t *r, const dc_convolution *by_modulus) {
    int64_t n = b->n;
    uint64_t top;
    if (by_modulus->cyclic > 0) {
        top = subtract_cyclic(b, by_modulus);
        if (by_modulus->cyclic > n) {
            top = b->estimate[n];
        }
        for (int64_t i = 0; i < n; i++) {
            r[i] = b->estimate[i];
        }
    } else {
        top = b->product[n] - b->estimate[n] - dc_sub_n(r, b->product, b->estimate, n);
    }
    while (top > 0 || !dc_is_below(r, b->modulus, n)) {
        top -= dc_sub_n(r, r, b->modulus, n);
    }
}

void dc_walk_barrett_reduce(dc_walk *walk, const dc_barrett *b, uint64_t *r, int repeated) {
    int64_t n = b->n;
    const uint64_t *upper = b->product + n;
    dc_convolution by_modulus = {.cyclic = 0};
    if (has_transforms(b)) {
        dc_convolution c = convolution_of(b, b->estimate, upper, b->reciprocal, b->by_reciprocal);
        c.repeated = repeated;
        dc_walk_convolution(walk, &c);
        by_modulus = convolution_by_modulus(b);
        by_modulus.repeated = repeated;
    } else {
        dc_walk_multiply_part(walk, b->variants, b->estimate, upper, n, b->reciprocal, n, n, 2 * n,
                              b->products);
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_add_n(b->quotient, upper, b->estimate + n, n);
    }
    if (has_transforms(b)) {
        dc_walk_convolution(walk, &by_modulus);
    } else {
        dc_walk_multiply_part(walk, b->variants, b->estimate, b->quotient, n, b->modulus, n, 0,
                              n + 1, b->products);
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        set_remainder(b, r, &by_modulus);
    }
}
