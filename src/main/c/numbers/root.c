/*
 * Square roots by Newton's iteration, with the exact remainder of every approximation.
 *
 * Let B = 2^64. The root of n limbs of a number A of 2n limbs is found from the roots of the upper
 * limbs of A, of about n / 2, n / 4, ... limbs. For the upper 2k limbs A_k, three numbers are
 * known:
 *
 *   S_k = floor(sqrt(A_k)), of k limbs; A is normalized, so its top bit is 1
 *   R_k = A_k - S_k^2, from 0 to 2 S_k, of k limbs and one bit
 *   Y_k, of k limbs, with |Y_k - B^2k / (2 S_k)| < E = 2.1
 *
 * Let m = k + l. As in the recursive square root [P. Zimmermann, "Karatsuba Square Root", INRIA
 * RR-3805 (1999)], the next l limbs of the root are the quotient of R_k B^l by 2 S_k, and a
 * correction. Y_k replaces the division by a product:
 *
 *   q = floor(R_k Y_k / B^(2k - l)), S' = S_k B^l + q, R' = A_m - S'^2
 *
 * Proof of the error: let t = sqrt(A_m) - S_k B^l, which is from 0 to B^l. From A_m = A_k B^2l + C
 * with C < B^2l follows t = (R_k B^2l + C - t^2) / (2 S_k B^l). Because 2 S_k >= B^k, the terms of
 * C and t^2 are from 0 to B^(l - k), so t differs from R_k B^l / (2 S_k) by less than B^(l - k).
 * The error of Y_k causes less than R_k E B^(l - 2k) <= 2 E B^(l - k). Rounding q down causes at
 * most 1 + 2^-64. If l < k, only the upper l limbs of R_k and Y_k are used, which causes less than
 * 3. In all, |t - q| < 6.2 if l = k, and less if l < k. So |R'| < 13 B^m, and at most 7 steps by
 * one make S' and R' exact.
 *
 * The reciprocal follows by a step of Newton's iteration:
 *
 *   D = B^(m + k) / 2 - S_m Y_k, Y_m = Y_k B^l + floor(2 D / B^k) Y_k / B^k
 *
 * With z = B^2m / (2 S_m), the relative error of Y_k B^l as an approximation of z is below 2 (1 +
 * E) / B^k, of which 2 / B^k are from the limbs of S_m below S_k. A step squares it. With l < k,
 * that is less than 4 (1 + E)^2 / B. Rounding 2 D and the product causes less than 1 each, so the
 * error of Y_m is below E again. |D| < (1 + E) B^m.
 *
 * A step with l < k - 1 may use the reciprocal of fewer limbs than k, as long as these are more
 * than l. The additional relative error is below 2 (1 + E) / B^(l + 1), which causes less than 1.
 *
 * Neither sum overflows. S' could only if S_k = B^k - 1. All lower roots are then of that form, Y_k
 * is B^k / 2, and q < B^l. Newton's value is at most z <= B^m, and equal only if D = 0. If D > 0,
 * it is rounded down.
 *
 * The upper limbs of both residuals, R' and D, are known to be 0 or -1. Transforms compute the
 * products modulo B^N - 1 for a suitable N >= m, and a residual follows from its lowest limb.
 */
#include "root.h"

#include "convolution.h"
#include "limbs.h"
#include "product.h"
#include "short_division.h"
#include "words.h"

#include <stddef.h>

/* Newton's iteration starts with the root of at most this many limbs. */
enum { FIRST_LIMBS = 32 };

/* Roots of up to this many limbs are one step. */
enum { STEP_LIMBS = 1 << 12 };

/* ---- Schoolbook ----------------------------------------------------------------------------- */

/* min(B - 1, floor((n2 B^2 + n1 B + n0) / d)) */
static uint64_t quotient(uint64_t n2, uint64_t n1, uint64_t n0, dc_long_divisor d) {
    dc_u128 n = (dc_u128)n2 << 64 | n1, remainder;
    if (n >= ((dc_u128)d.d1 << 64 | d.d0)) {
        return UINT64_MAX;
    }
    return dc_divide_3_by_2(n, n0, d, &remainder);
}

/* Returns floor(sqrt(a)) and stores the remainder. a >= 2^126. */
static uint64_t root_of_two_limbs(dc_u128 a, dc_u128 *remainder) {
    /* The root of the upper limb, bit by bit. */
    uint64_t rest = (uint64_t)(a >> 64), root = 0;
    for (uint64_t bit = UINT64_C(1) << 62; bit != 0; bit >>= 2) {
        uint64_t next = root + bit;
        root >>= 1;
        if (rest >= next) {
            rest -= next;
            root += bit;
        }
    }
    uint64_t half = (rest << 31 | (uint64_t)a >> 33) / root;
    root = (root << 32) + (half < UINT32_MAX ? half : UINT32_MAX);
    while ((dc_u128)root * root > a) {
        root--;
    }
    *remainder = a - (dc_u128)root * root;
    return root;
}

/*
 * s[0..n) = floor(sqrt(A)), limb by limb, for a normalized A of 2n limbs. w[0..2n) is the
 * complement of A on entry, and w[0..n + 1) that of the remainder on return. Adding to the
 * complement subtracts from the number, so addmul_1 can subtract. d[0..n) = 2 s - B^n.
 */
static void schoolbook_root(const dc_variants *variants, uint64_t *s, uint64_t *d, uint64_t *w,
                            int64_t n) {
    dc_u128 rest;
    s[n - 1] = root_of_two_limbs((dc_u128)~w[2 * n - 1] << 64 | ~w[2 * n - 2], &rest);
    w[2 * n - 1] = ~(uint64_t)(rest >> 64);
    w[2 * n - 2] = ~(uint64_t)rest;
    d[n - 1] = s[n - 1] << 1;
    dc_long_divisor by = dc_long_divisor_of(s[n - 1], 0);
    for (int64_t i = n - 2; i >= 0; i--) {
        /* The root has j limbs so far, and the remainder of j + 2 limbs and a bit is at x. */
        int64_t j = n - 1 - i;
        uint64_t *x = w + 2 * i, r2 = ~x[j + 1], r1 = ~x[j], r0 = ~x[j - 1];
        if (j == 2) {
            by = dc_long_divisor_of(s[n - 1], s[n - 2]);
        }
        /* Never too small, because q (2 S B + q) is more than q 2 S B. */
        uint64_t q =
            quotient(~x[j + 2] << 63 | r2 >> 1, r2 << 63 | r1 >> 1, r1 << 63 | r0 >> 1, by);
        d[i] = q;
        dc_u128 sum = (dc_u128)x[j + 1] + variants->addmul_1(x, d + i, j + 1, q) + q;
        x[j + 1] = (uint64_t)sum;
        uint64_t carry = (uint64_t)(sum >> 64), before = x[j + 2];
        x[j + 2] = before + carry;
        for (int negative = x[j + 2] < before; negative;) {
            q--;
            uint64_t borrow = dc_sub_n(x, x, d + i, j + 1) + 1;
            negative = !dc_sub_1(x + j + 1, 2, borrow);
            negative &= !dc_sub_1(x, j + 3, q);
            d[i] = q;
        }
        s[i] = q;
        dc_add_1(d + i, j + 1, q);
    }
}

/*
 * y[0..n) = floor((B^2n / 2 - 1) / s[0..n)), where the top bit of s is 1 and n >= 2. w: 2n limbs.
 */
static void schoolbook_reciprocal(const dc_variants *variants, uint64_t *y, const uint64_t *s,
                                  int64_t n, uint64_t *w) {
    dc_clear(w, 2 * n);
    w[2 * n - 1] = UINT64_C(1) << 63; /* w is a complement again */
    dc_long_divisor by = dc_long_divisor_of(s[n - 1], s[n - 2]);
    for (int64_t i = n - 1; i >= 0; i--) {
        uint64_t *x = w + i, q = quotient(~x[n], ~x[n - 1], ~x[n - 2], by);
        uint64_t carry = variants->addmul_1(x, s, n, q);
        x[n] += carry;
        for (int negative = x[n] < carry; negative;) {
            q--;
            uint64_t borrow = dc_sub_n(x, x, s, n);
            negative = x[n] >= borrow;
            x[n] -= borrow;
        }
        y[i] = q;
    }
}

/* ---- Shifts --------------------------------------------------------------------------------- */

/* Half the number of zero bits above the top bit of a[0..n), in 2 ceil(n / 2) limbs. */
static int64_t shift_for(const uint64_t *a, int64_t n) {
    int64_t length = dc_normalized(a, n);
    int64_t zeros = 64 * (n + n % 2 - length);
    return (length > 0 ? zeros + __builtin_clzll(a[length - 1]) : zeros) / 2;
}

/* to[0..m) = the limbs from `first` of a 2^shift. a has no fewer limbs than are needed. */
static void shift_left(uint64_t *to, int64_t m, int64_t first, const uint64_t *a, int64_t shift) {
    int bits = (int)(shift % 64);
    int64_t from = first - shift / 64, i = 0;
    for (; i < m && from + i < 0; i++) {
        to[i] = 0;
    }
    if (i < m && from + i == 0) {
        to[i++] = a[0] << bits;
    }
    for (; i < m; i++) {
        to[i] = a[from + i] << bits | a[from + i - 1] >> 1 >> (63 - bits);
    }
}

/* to[0..m) = a[0..n) / 2^shift, rounded down */
static void shift_right(uint64_t *to, int64_t m, const uint64_t *a, int64_t n, int64_t shift) {
    int bits = (int)(shift % 64);
    int64_t from = shift / 64, whole = dc_smaller(m, n - from - 1), i = 0;
    for (; i < whole; i++) {
        to[i] = a[from + i] >> bits | a[from + i + 1] << 1 << (63 - bits);
    }
    for (; i < m; i++) {
        to[i] = from + i < n ? a[from + i] >> bits : 0;
    }
}

/* ---- Short roots ---------------------------------------------------------------------------- */

/*
 * With A = a 4^c, S = floor(sqrt(A)) = s 2^c + t and t < 2^c, the root of a is s, and its remainder
 * is (A - S^2 + t (2 S - t)) / 4^c. Zero limbs are dropped first, so c < 64.
 */
static void short_root(const dc_variants *variants, uint64_t *result, const uint64_t *a,
                       int64_t a_limbs, uint64_t *scratch) {
    int64_t root_limbs = (a_limbs + 1) / 2, used = dc_normalized(a, a_limbs), n = (used + 1) / 2;
    if (n == 0) {
        dc_clear(result, dc_sqrt_limbs(a_limbs));
        return;
    }
    uint64_t *s = scratch, *d = s + n, *w = d + n;
    int64_t c = shift_for(a, used);
    shift_left(w, 2 * n, 0, a, 2 * c);
    dc_complement(w, 2 * n);
    schoolbook_root(variants, s, d, w, n);
    dc_complement(w, n + 1);
    uint64_t t = s[0] & ((UINT64_C(1) << c) - 1);
    dc_u128 square = (dc_u128)t * t;
    w[n] += t + variants->addmul_1(w, d, n, t);
    dc_sub_1(w, n + 1, (uint64_t)square);
    dc_sub_1(w + 1, n, (uint64_t)(square >> 64));
    shift_right(result, root_limbs, s, n, c);
    shift_right(result + root_limbs, a_limbs / 2 + 1, w, n + 1, 2 * c);
}

/* ---- Residuals ------------------------------------------------------------------------------ */

/* A product x y, of which the lowest `wanted` limbs are needed. */
typedef struct {
    const uint64_t *x, *y;
    int64_t x_limbs, y_limbs, wanted;
    uint64_t *r; /* room for x_limbs + y_limbs */
} low_product;

static dc_convolution cyclic_of(const dc_variants *variants, const low_product *p,
                                uint64_t *scratch) {
    int64_t cyclic = dc_smaller(p->x_limbs, p->y_limbs) <= DC_TERMS_64
                         ? dc_cyclic_length(p->wanted, p->x_limbs + p->y_limbs)
                         : 0;
    return (dc_convolution){variants->ntt, DC_LIMBS_64, p->x,    p->y,   p->x_limbs,
                            p->y_limbs,    p->r,        scratch, cyclic, 0};
}

/* Whether transforms of a length pay off. The thresholds are for that of the whole product. */
static int is_long(const dc_variants *variants, const low_product *p, int64_t length) {
    int32_t threshold = p->x == p->y ? variants->ntt_sqr_limbs : variants->ntt_mul_limbs;
    return 2 * p->x_limbs * p->y_limbs >= threshold * length;
}

/* The limbs of scratch with any variants. */
static int64_t low_product_scratch(const low_product *p) {
    dc_convolution c = cyclic_of(dc_variants_for(0), p, NULL);
    int64_t whole = dc_multiply_scratch(p->x_limbs, p->y_limbs, p->x == p->y);
    return c.cyclic > 0 ? dc_larger(whole, dc_convolution_scratch(&c)) : whole;
}

/*
 * r[0..width) = target mod B^cyclic - 1, or the target if cyclic is 0; multiples of B^width are
 * dropped. The target is t[0..n), or B^n / 2 if t is NULL. n is above `cyclic`, and not below
 * `width`.
 */
static void fold_target(uint64_t *r, int64_t width, int64_t cyclic, const uint64_t *t, int64_t n) {
    int64_t low = dc_smaller(width, cyclic > 0 ? cyclic : width);
    for (int64_t i = 0; i < width; i++) {
        r[i] = t != NULL && i < low ? t[i] : 0;
    }
    if (t == NULL) {
        int64_t top = cyclic > 0 ? n - 1 - cyclic : n - 1;
        if (top < width) {
            r[top] = UINT64_C(1) << 63;
        }
    } else if (cyclic > 0) {
        int64_t high = dc_smaller(n - cyclic, width);
        dc_add_1(r + high, width - high, dc_add_n(r, r, t + cyclic, high));
    }
}

/*
 * r[0..width) = target - x y in two's complement, for a residual below 2^60 B^wanted, where width
 * <= wanted + 1. The target is as in fold_target().
 */
static void walk_residual(dc_walk *walk, const dc_variants *variants, uint64_t *r, int64_t width,
                          const uint64_t *t, int64_t n, const low_product *p, uint64_t *scratch) {
    dc_convolution c = cyclic_of(variants, p, scratch);
    if (!is_long(variants, p, c.cyclic)) {
        c.cyclic = 0;
    }
    if (c.cyclic > 0) {
        dc_walk_convolution(walk, &c);
    } else {
        dc_walk_multiply_part(walk, variants, p->r, p->x, p->x_limbs, p->y, p->y_limbs, 0, width,
                              scratch);
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        fold_target(r, width, c.cyclic, t, n);
        int64_t low = c.cyclic > 0 ? dc_smaller(width, c.cyclic) : width;
        dc_sub_1(r + low, width - low, dc_sub_n(r, r, p->r, low));
        if (c.cyclic > 0) {
            uint64_t carry[2]; /* out of the product, and so back to its lowest limbs */
            dc_cyclic_carry(&c, carry);
            dc_sub_1(r, width, carry[0]);
            dc_sub_1(r + 1, width - 1, carry[1]);
            /* r is the residual plus some multiple, i (1 - B^cyclic), where i is small. */
            uint64_t lowest = (t != NULL ? t[0] : 0) - p->x[0] * p->y[0], i = r[0] - lowest;
            if (i >> 63 == 0) {
                dc_sub_1(r, width, i);
            } else {
                dc_add_1(r, width, 0 - i);
            }
            if (c.cyclic < width) {
                r[c.cyclic] += i;
            }
        }
    }
}

/*
 * Makes s[0..n) exact, if r[0..width) is the remainder a - s^2 in two's complement, which it
 * corrects too. width is n or n + 1. If it is n, 2 s has n limbs.
 */
static void correct(uint64_t *s, int64_t n, uint64_t *r, int64_t width) {
    while (r[width - 1] >> 63 != 0) { /* r + s + (s - 1) */
        dc_add_1(r + n, width - n, dc_add_n(r, r, s, n));
        dc_sub_1(s, n, 1);
        dc_add_1(r + n, width - n, dc_add_n(r, r, s, n));
    }
    for (;;) {
        int64_t i = n;
        uint64_t twice = s[n - 1] >> 63, rest = width > n ? r[n] : 0;
        while (rest == twice && i > 0) {
            i--;
            twice = s[i] << 1 | (i > 0 ? s[i - 1] >> 63 : 0);
            rest = r[i];
        }
        if (rest <= twice) { /* r <= 2 s */
            return;
        }
        dc_sub_1(r + n, width - n, dc_sub_n(r, r, s, n));
        dc_add_1(s, n, 1);
        dc_sub_1(r + n, width - n, dc_sub_n(r, r, s, n));
    }
}

/* ---- Long roots ----------------------------------------------------------------------------- */

/* Short roots are not extended: for them, products modulo B^N - 1 do not pay off. */
enum { EXTENDED_LEAST = 512 };

enum { MOST_LEVELS = 40 };

/* The lengths of the roots, beginning with the whole. */
typedef struct {
    int64_t limbs[MOST_LEVELS];
    int count;
    /*
     * The level of the longest reciprocal. It is 1, or 2 if the root is extended. Only the steps
     * above it may double a length.
     */
    int reciprocal;
} levels;

/*
 * If n is a little more than a power of two, a root of that power is extended, because products
 * modulo B^N - 1 are as short as possible there. The limbs that are left are so few that the
 * reciprocal of half the length is exact enough.
 */
static levels levels_for(int64_t n) {
    int64_t power = INT64_C(1) << (63 - __builtin_clzll((unsigned long long)n));
    int extended =
        power >= EXTENDED_LEAST && power <= DC_TERMS_64 && n > power && n - power < power / 2;
    levels l = extended ? (levels){{n, power, power / 2}, 3, 2} : (levels){{n, (n + 1) / 2}, 2, 1};
    while (l.limbs[l.count - 1] > FIRST_LIMBS) {
        l.limbs[l.count] = l.limbs[l.count - 1] / 2 + 1;
        l.count++;
    }
    return l;
}

/* Numbers with subscripts are in the upper limbs of their arrays. */
typedef struct {
    const dc_variants *variants;
    const uint64_t *operand;
    int64_t operand_limbs;
    int64_t n, f, h;   /* the limbs of the root, of the one before it, of the longest reciprocal */
    uint64_t *a;       /* 2f: the upper limbs of the normalized operand */
    uint64_t *s;       /* n: S_k */
    uint64_t *r;       /* f + 1: R_k, in the lower limbs */
    uint64_t *y;       /* h: Y_k */
    uint64_t *d;       /* h + 1: D */
    uint64_t *p;       /* 2n: products */
    uint64_t *scratch; /* for products */
    uint64_t *result;
} root;

static int64_t numbers_of(const levels *l) {
    int64_t n = l->limbs[0], f = l->limbs[1], h = l->limbs[l->reciprocal];
    return 3 * n + 3 * f + 2 * h + 2;
}

static root root_for(const dc_variants *variants, const levels *l, uint64_t *result,
                     const uint64_t *a, int64_t a_limbs, uint64_t *scratch) {
    root o = {.variants = variants, .operand = a, .operand_limbs = a_limbs, .result = result};
    o.n = l->limbs[0];
    o.f = l->limbs[1];
    o.h = l->limbs[l->reciprocal];
    o.a = scratch;
    o.s = o.a + 2 * o.f;
    o.r = o.s + o.n;
    o.y = o.r + o.f + 1;
    o.d = o.y + o.h;
    o.p = o.d + o.h + 1;
    o.scratch = scratch + numbers_of(l);
    return o;
}

static low_product square_of(const root *o, uint64_t *s, int64_t m) {
    return (low_product){s, s, m, m, m, o->p};
}

/* S_m Y_k */
static low_product unit_of(const root *o, int64_t m, int64_t k) {
    return (low_product){o->s + (o->n - m), o->y + (o->h - k), m, k, m, o->p};
}

/* From the operand to S, R and Y of k limbs. */
static void first_root(const root *o, int64_t k) {
    const uint64_t *a = o->a + 2 * (o->f - k);
    uint64_t *s = o->s + (o->n - k), *w = o->p, *d = w + 2 * k;
    for (int64_t i = 0; i < 2 * k; i++) {
        w[i] = ~a[i];
    }
    schoolbook_root(o->variants, s, d, w, k);
    for (int64_t i = 0; i <= k; i++) {
        o->r[i] = ~w[i];
    }
    schoolbook_reciprocal(o->variants, o->y + (o->h - k), s, k, w);
}

/* S_m before its correction, from S_k, R_k and Y_k. */
static void walk_root(dc_walk *walk, const root *o, int64_t k, int64_t m) {
    int64_t l = m - k;
    const uint64_t *y = o->y + (o->h - l), *r = o->r + (k - l);
    dc_walk_multiply_part(walk, o->variants, o->p, y, l, r, l, l, 2 * l, o->scratch);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        uint64_t *s = o->s + (o->n - m), carry = 0;
        for (int64_t i = 0; i < l; i++) {
            s[i] = o->p[l + i];
        }
        if (r[l] != 0) { /* the top bit of R_k */
            carry = dc_add_n(s, s, y, l);
        }
        dc_add_1(s + l, k, carry);
    }
}

/* R_m, and the correction of S_m. */
static void walk_remainder(dc_walk *walk, const root *o, int64_t m) {
    uint64_t *s = o->s + (o->n - m);
    low_product square = square_of(o, s, m);
    walk_residual(walk, o->variants, o->r, m + 1, o->a + 2 * (o->f - m), 2 * m, &square,
                  o->scratch);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        correct(s, m, o->r, m + 1);
    }
}

/* Y_m from Y_k and S_m. */
static void walk_reciprocal(dc_walk *walk, const root *o, int64_t k, int64_t m) {
    int64_t l = m - k;
    uint64_t *before = o->y + (o->h - k), *y = o->y + (o->h - m), *d = o->d, *p = o->p;
    low_product unit = unit_of(o, m, k);
    walk_residual(walk, o->variants, d, m + 1, NULL, m + k, &unit, o->scratch);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        /* y[0..l) is free and keeps the sign. */
        int negative = d[m] >> 63 != 0;
        for (int64_t i = 0; i <= l; i++) {
            d[i] = d[k + i] << 1 | d[k + i - 1] >> 63;
        }
        if (negative) {
            dc_complement(d, l + 1);
            dc_add_1(d, l + 1, 1);
        }
        y[0] = (uint64_t)negative;
    }
    dc_walk_multiply(walk, o->variants, p, before, k, d, l, o->scratch);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        int negative = y[0] != 0;
        p[k + l] = o->variants->addmul_1(p + l, before, k, d[l]);
        const uint64_t *by = p + k;
        for (int64_t i = 0; i < l; i++) {
            y[i] = by[i];
        }
        if (negative) {
            dc_complement(y, l);
            dc_sub_1(before, k, by[l] + !dc_add_1(y, l, 1));
        } else {
            dc_add_1(before, k, by[l]);
        }
    }
}

/* The root and remainder of the operand, from the approximation S_n of the normalized operand. */
static void walk_result(dc_walk *walk, const root *o) {
    uint64_t *s = o->result, *r = s + o->n;
    int64_t width = o->operand_limbs / 2 + 1;
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        shift_right(s, o->n, o->s, o->n, shift_for(o->operand, o->operand_limbs));
    }
    low_product square = square_of(o, s, o->n);
    walk_residual(walk, o->variants, r, width, o->operand, o->operand_limbs, &square, o->scratch);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        correct(s, o->n, r, width);
    }
}

/* The levels from `first` down to `last`, whose numbers decrease as lengths increase. */
static void walk_levels(dc_walk *walk, const root *o, const levels *l, int first, int last) {
    for (int i = first; i >= last; i--) {
        int64_t k = l->limbs[i + 1], m = l->limbs[i];
        walk_root(walk, o, k, m);
        if (i == 0) {
            walk_result(walk, o);
            return;
        }
        walk_remainder(walk, o, m);
        if (i >= l->reciprocal) {
            walk_reciprocal(walk, o, k, m);
        }
    }
}

static void walk_long_root(dc_walk *walk, const root *o, const levels *l) {
    int level = l->count - 2;
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        int64_t k = l->limbs[l->count - 1];
        shift_left(o->a, 2 * o->f, 2 * (o->n - o->f), o->operand,
                   2 * shift_for(o->operand, o->operand_limbs));
        if (o->a[2 * o->f - 1] == 0) { /* the operand is 0, and any root will be shifted out */
            o->a[2 * o->f - 1] = UINT64_C(1) << 62;
        }
        first_root(o, k);
    }
    /* The short levels are one step. */
    int longer = level;
    while (longer > 0 && l->limbs[longer] <= STEP_LIMBS) {
        longer--;
    }
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        dc_walk all = {.stage = DC_WALK_ALL};
        walk_levels(&all, o, l, level, longer + 1);
    }
    walk_levels(walk, o, l, longer, 0);
}

/* ---- Roots ---------------------------------------------------------------------------------- */

int64_t dc_sqrt_limbs(int64_t n) {
    return (n + 1) / 2 + n / 2 + 1;
}

int64_t dc_sqrt_scratch(int64_t n) {
    int64_t root_limbs = (n + 1) / 2;
    if (root_limbs < DC_NTT_LEAST_LIMBS) { /* with any variants */
        return 4 * root_limbs;
    }
    levels l = levels_for(root_limbs);
    int64_t products = 0;
    const uint64_t x = 0, y = 0; /* only their addresses matter, which are different */
    for (int i = 0; i < l.count - 1; i++) {
        int64_t k = l.limbs[i + 1], m = l.limbs[i];
        low_product square = {&x, &x, m, m, m, NULL}, unit = {&x, &y, m, k, m, NULL};
        products = dc_larger(products, dc_multiply_scratch(m - k, m - k, 0));
        products = dc_larger(products, low_product_scratch(&square));
        if (i >= l.reciprocal) {
            products = dc_larger(products, low_product_scratch(&unit));
            products = dc_larger(products, dc_multiply_scratch(k, m - k, 0));
        }
    }
    return numbers_of(&l) + products;
}

void dc_walk_sqrt(dc_walk *walk, const dc_variants *variants, uint64_t *result, const uint64_t *a,
                  int64_t n, uint64_t *scratch) {
    int64_t root_limbs = (n + 1) / 2;
    levels l = levels_for(root_limbs);
    root o = root_for(variants, &l, result, a, n, scratch);
    if (root_limbs > STEP_LIMBS) {
        walk_long_root(walk, &o, &l);
        return;
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_walk all = {.stage = DC_WALK_ALL};
        if (root_limbs < variants->newton_root_limbs) {
            short_root(variants, result, a, n, scratch);
        } else {
            walk_long_root(&all, &o, &l);
        }
    }
}
