/*
 * The transforms on residues in doubles. A residue is an integer, positive or negative. A factor w
 * is at most p / 2 in absolute value and comes with w / p. An FMA computes the rounding error of a
 * product [T. J. Dekker, Numer. Math. 18 (1971)], so that the product is exact in two doubles, as
 * in FLINT's fft_small. Internal: included by ntt_avx2.c and ntt_neon.c, which first define
 *
 *   LANES                          the number of doubles in a vector: 2 or 4
 *   vec                            a vector of doubles
 *   broadcast(a)                   a vector with the double a in each lane
 *   broadcast_bits(x)              the same, from a word in memory that holds the double
 *   v_load(x)                      v_store(x, v)
 *   v_plus(a, b)                   difference(a, b)
 *   product(a, b)                  ratio(a, b)
 *   product_plus(a, b, c)          a b + c, rounded once
 *   rounded_product(a, b)          an integer near a b, for |a b| <= 2^51; see v_times()
 *   rounded_large_product(a, b)    an integer near a b, for |a b| <= 2^52; see reduced()
 *   minus_product(c, a, b)         c - a b, rounded once
 *   product_error(a, b, h)         a b - h or h - a b, rounded once
 *   plus_error(c, e)               c + (a b - h), where e is product_error(a, b, h)
 *   halves, halves_of(x)           words as sums of a multiple of 2^32 and a number below 2^32
 *   where_negative(a, b)           b in the lanes in which a is negative, and 0 in the others
 *   store_integers(x, a)           stores doubles that are not negative as integers
 *   appended(a, b, n)              the first n lanes of a, then the first n lanes of b
 *   first_lane(a)                  the double a in the first lane
 *   load_polynomials(v, x)         store_polynomials(x, v)
 *   signed_pairs(table)            w_0, -w_0, w_1, -w_1, ... of a table of factors
 *
 * All arithmetic is exact as long as no integer exceeds 2^53, which is a little more than 8 p. For
 * |a| <= k p and k <= 4, v_times returns at most (1/2 + 3k/32) p and v_reduce at most p / 2 + 2.
 * After each of the layers that run together, the values are at most
 *
 *   forward      4 p -> 1.38 p -> 2.01 p -> 2.70 p
 *   inverse        p -> 2 p -> 1.38 p -> 0.76 p   (layer 2 multiplies differences of up to 4 p)
 *   split, join  1.38 p                           (a product plus a reduced residue, or two such)
 *
 * Each bound is below what the next operation accepts. multiply() reduces its operands and returns
 * at most p / 2 + 2.
 */

#define LAZY 1

typedef struct {
    vec w, quotient;
} factor;
typedef struct {
    vec p, inverse; /* p, 1 / p */
} field;

static inline field v_field(const dc_ntt_prime *prime) {
    double p = (double)(int64_t)prime->p;
    return (field){broadcast(p), broadcast(1 / p)};
}

static inline factor v_factor(dc_ntt_table t, int64_t i) {
    return (factor){broadcast_bits(t.w + i), broadcast_bits(t.quotient + i)};
}

static inline double centred(uint64_t w, uint64_t p) {
    return (double)(w > p / 2 ? (int64_t)w - (int64_t)p : (int64_t)w);
}

static inline factor v_constant(uint64_t w, const dc_ntt_prime *prime) {
    double x = centred(w, prime->p);
    return (factor){broadcast(x), broadcast(x / (double)(int64_t)prime->p)};
}

static inline vec v_minus(vec a, vec b, field f) {
    (void)f;
    return difference(a, b);
}

static inline factor v_minus_one(field f) {
    return (factor){broadcast(-1), difference(broadcast(0), f.inverse)};
}

/*
 * For any |a| <= 2^64 that a double represents. The relative errors of 1 / p and, with NEON, of the
 * product are 2^-53, so the result is at most p / 2 + |a| 2^-52.
 */
static inline vec v_reduce(vec a, field f) {
    return minus_product(a, rounded_product(a, f.inverse), f.p);
}

/*
 * The error of w / p is at most 2^-55, and that of the quotient |a| 2^-55 <= k/32 before it is
 * rounded. NEON rounds it to a double and then to an integer, and the first error is at most k/16.
 * h differs from a w by at most 2^48, so h - q p is an integer below 2^53.
 */
static inline vec v_times(vec a, factor w, field f) {
    vec q = rounded_product(a, w.quotient);
    vec h = product(a, w.w);
    vec e = product_error(a, w.w, h);
    return plus_error(minus_product(h, q, f.p), e);
}

static inline vec v_from(const uint64_t *words, field f) {
    halves h = halves_of(words);
    return v_plus(v_reduce(h.upper, f), h.lower);
}

#include "ntt_transform.h"

/* Each root doubles the number of factors. */
static void twiddles(dc_ntt_table t, int64_t count, const dc_ntt_prime *prime) {
    field f = v_field(prime);
    v_store(t.w, first_lane(1));
    for (int64_t size = 1, k = 0; size < count; size *= 2, k++) {
        factor root = v_constant(prime->roots[k].w, prime);
        if (size < LANES) {
            vec lanes = v_load(t.w), next = v_reduce(v_times(lanes, root, f), f);
            lanes = appended(lanes, next, size);
            v_store(t.w, lanes);
            v_store(t.quotient, ratio(lanes, f.p));
            continue;
        }
        for (int64_t i = 0; i < size && size + i < count; i += LANES) {
            vec w = v_reduce(v_times(v_load(t.w + i), root, f), f);
            v_store(t.w + size + i, w);
            v_store(t.quotient + size + i, ratio(w, f.p));
        }
    }
}

/*
 * A sum of products is high + low - 1.5 2^102. In that range, high has no bits below 2^50 (2^51
 * from 2^103 on, 2^49 below 2^102). The change of high is the part of a product that it has taken,
 * and low takes the rest.
 */
typedef struct {
    vec high, low;
} sum_2;

static inline vec sum_origin(void) {
    return broadcast(0x1.8p102);
}

static inline sum_2 add_product(sum_2 s, vec a, vec b) {
    vec high = product_plus(a, b, s.high);
    return (sum_2){high, plus_error(s.low, product_error(a, b, difference(high, s.high)))};
}

/*
 * Eight products of p / 2 + 2 and at most (1/2 + 3/64) p are at most 2.19 p^2. Therefore only the
 * last one can raise high beyond 2^103, and low is at most 7 2^49 + 2^50. The quotient is up to
 * 2.19 2^50, which may exceed the range of rounded_product(), and its error is at most 0.28 before
 * it is rounded. AVX2 rounds it to an even integer. NEON rounds it to a multiple of 1/2 or less and
 * then to an integer. The remainder of high is up to 1.28 p, and the sum below 6 p.
 */
static inline vec reduced(sum_2 s, field f) {
    vec h = difference(s.high, sum_origin());
    vec q = rounded_large_product(h, f.inverse);
    return v_reduce(v_plus(minus_product(h, q, f.p), s.low), f);
}

/*
 * Multiplies one polynomial in each lane, modulo x^8 - c: a coefficient that wraps around is
 * multiplied by c. A square computes products that occur twice only once. Four sums at a
 * time are independent and fit the registers.
 */
static inline void multiply_block(uint64_t *x, const uint64_t *y, factor c, field f, int square) {
    enum { SUMS = 4 };
    vec a[8], b[8], cb[8], r[8];
    load_polynomials(a, x);
    load_polynomials(b, y);
    for (int i = 0; i < 8; i++) {
        a[i] = v_reduce(a[i], f);
        b[i] = square ? a[i] : v_reduce(b[i], f);
        cb[i] = v_times(b[i], c, f);
    }
#pragma GCC unroll 2
    for (int k = 0; k < 8; k += SUMS) {
        sum_2 s[SUMS];
        for (int m = 0; m < SUMS; m++) {
            s[m] = (sum_2){sum_origin(), broadcast(0)};
        }
#pragma GCC unroll 8
        for (int i = 0; i < 8; i++) {
            vec twice = v_plus(a[i], a[i]);
#pragma GCC unroll 4
            for (int m = 0; m < SUMS; m++) {
                int j = (8 + k + m - i) % 8;
                if (!square || i <= j) {
                    s[m] = add_product(s[m], square && i < j ? twice : a[i],
                                       i <= k + m ? b[j] : cb[j]);
                }
            }
        }
        for (int m = 0; m < SUMS; m++) {
            r[k + m] = reduced(s[m], f);
        }
    }
    store_polynomials(x, r);
}

static void multiply(uint64_t *x, const uint64_t *y, int64_t from, int64_t to, dc_ntt_table t,
                     const dc_ntt_prime *prime) {
    field f = v_field(prime);
    for (int64_t i = from; i < to; i += LANES * DC_NTT_LEAF) {
        int64_t node = i / DC_NTT_LEAF;
        factor c = {signed_pairs(t.w + node / 2), signed_pairs(t.quotient + node / 2)};
        if (y == x) {
            multiply_block(x + i, x + i, c, f, 1);
        } else {
            multiply_block(x + i, y + i, c, f, 0);
        }
    }
}

/* Maps -p + 1 .. p - 1 to 0 .. p - 1. */
static inline vec not_negative(vec a, field f) {
    return v_plus(a, where_negative(a, f.p));
}

/*
 * The products are at most (1/2 + 3/16) p, so k2 is below 2 p before it is reduced. Each loop
 * computes one digit of all numbers, because the digits of one number depend on each other.
 */
static void lift(uint64_t *words, int64_t stride, uint64_t *const x[DC_NTT_PRIMES], int64_t offset,
                 int64_t count, const uint64_t scale[DC_NTT_PRIMES]) {
    const dc_ntt_prime *p0 = &dc_ntt_primes[0], *p1 = &dc_ntt_primes[1], *p2 = &dc_ntt_primes[2];
    dc_ntt_garner g = dc_ntt_garner_of(scale);
    field f0 = v_field(p0), f1 = v_field(p1), f2 = v_field(p2);
    factor scale0 = v_constant(g.scale0.w, p0);
    factor scale1 = v_constant(g.scale1.w, p1), p0_inverse1 = v_constant(g.p0_inverse1.w, p1);
    factor scale2 = v_constant(g.scale2.w, p2), p0p1_inverse2 = v_constant(g.p0p1_inverse2.w, p2);
    factor p1_inverse2 = v_constant(g.p1_inverse2.w, p2);
    for (int64_t i = 0; i < count; i += LANES) {
        vec r0 = not_negative(v_times(v_load(x[0] + offset + i), scale0, f0), f0);
        v_store(words + i, r0);
    }
    for (int64_t i = 0; i < count; i += LANES) {
        vec r0 = v_load(words + i);
        vec k1 = v_minus(v_times(v_load(x[1] + offset + i), scale1, f1),
                         v_times(r0, p0_inverse1, f1), f1);
        v_store(words + stride + i, not_negative(v_reduce(k1, f1), f1));
    }
    for (int64_t i = 0; i < count; i += LANES) {
        vec r0 = v_load(words + i), k1 = v_load(words + stride + i);
        vec k2 = v_minus(v_times(v_load(x[2] + offset + i), scale2, f2),
                         v_times(r0, p0p1_inverse2, f2), f2);
        k2 = v_minus(k2, v_times(k1, p1_inverse2, f2), f2);
        store_integers(words + i, r0);
        store_integers(words + stride + i, k1);
        store_integers(words + 2 * stride + i, not_negative(v_reduce(k2, f2), f2));
    }
    for (int64_t i = 0; i < count; i++) {
        uint64_t r0 = words[i], k1 = words[stride + i], k2 = words[2 * stride + i];
        dc_u128 low = (dc_u128)DC_NTT_P0P1_LOW * k2 + (dc_u128)p0->p * k1 + r0;
        dc_u128 high = (dc_u128)DC_NTT_P0P1_HIGH * k2 + (uint64_t)(low >> 64);
        words[i] = (uint64_t)low;
        words[stride + i] = (uint64_t)high;
        words[2 * stride + i] = (uint64_t)(high >> 64);
    }
}
