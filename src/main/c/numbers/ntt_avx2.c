/*
 * The transforms on four residues at a time, for x86-64 with AVX2 and FMA. A residue is an integer
 * in a double, positive or negative. A factor w is at most p / 2 in absolute value and comes with
 * w / p. An FMA computes the rounding error of a product [T. J. Dekker, Numer. Math. 18 (1971)], so
 * that the product is exact in two doubles, as in FLINT's fft_small.
 *
 * All arithmetic is exact as long as no integer exceeds 2^53, which is a little more than 8 p. For
 * |a| <= k p and k <= 4, v_times returns at most (1/2 + k/32) p and v_reduce at most p / 2 + 1.
 * After each of the layers that run together, the values are at most
 *
 *   forward      4 p -> 1.13 p -> 1.67 p -> 2.23 p
 *   inverse        p -> 2 p -> 1.13 p -> 0.58 p   (layer 2 multiplies differences of up to 4 p)
 *   split, join  1.1 p                            (a product plus a reduced residue, or two such)
 *
 * Each bound is below what the next operation accepts. multiply() reduces its operands and returns
 * at most p / 2 + 1.
 */
#include "ntt.h"

#if defined(__x86_64__)

#include "ntt_lift.h"

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif

#define LANES 4
#define LAZY 1

typedef __m256d vec;
typedef struct {
    vec w, quotient;
} factor;
typedef struct {
    vec p, inverse; /* p, 1 / p */
} field;

static inline vec broadcast(double w) {
    return _mm256_set1_pd(w);
}

static inline field v_field(const dc_ntt_prime *prime) {
    double p = (double)(int64_t)prime->p;
    return (field){broadcast(p), broadcast(1 / p)};
}

static inline vec v_load(const uint64_t *x) {
    return _mm256_castsi256_pd(_mm256_loadu_si256((const void *)x));
}

static inline void v_store(uint64_t *x, vec v) {
    _mm256_storeu_si256((void *)x, _mm256_castpd_si256(v));
}

static inline vec broadcast_bits(const uint64_t *x) {
    return _mm256_castsi256_pd(_mm256_set1_epi64x((long long)*x));
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

static inline vec v_plus(vec a, vec b) {
    return _mm256_add_pd(a, b);
}

static inline vec v_minus(vec a, vec b, field f) {
    (void)f;
    return _mm256_sub_pd(a, b);
}

static inline factor v_minus_one(field f) {
    vec zero = _mm256_setzero_pd();
    return (factor){broadcast(-1), _mm256_sub_pd(zero, f.inverse)};
}

/*
 * Returns a b, rounded to an integer if |a b| <= 2^51, because doubles from 2^52 on have no bits
 * for a fraction. Above 2^51 it is rounded to an even integer, below -2^51 to a multiple of 1/2.
 */
static inline vec rounded_product(vec a, vec b) {
    vec magic = broadcast(0x1.8p52);
    return _mm256_sub_pd(_mm256_fmadd_pd(a, b, magic), magic);
}

/*
 * For any |a| <= 2^64 that a double represents. The relative error of 1 / p is 2^-53, so the
 * result is at most p / 2 + |a| 2^-53.
 */
static inline vec v_reduce(vec a, field f) {
    return _mm256_fnmadd_pd(rounded_product(a, f.inverse), f.p, a);
}

/*
 * The error of w / p is at most 2^-55, and that of the quotient |a| 2^-55 <= k/32 before it is
 * rounded. h differs from a w by at most 2^48, so h - q p is an integer below 2^53.
 */
static inline vec v_times(vec a, factor w, field f) {
    vec q = rounded_product(a, w.quotient);
    vec h = _mm256_mul_pd(a, w.w);
    vec l = _mm256_fmsub_pd(a, w.w, h);
    return _mm256_add_pd(_mm256_fnmadd_pd(q, f.p, h), l);
}

/* The upper 32 bits become the fraction of a double from 2^84 on, the lower of one from 2^52 on. */
static inline vec v_from(const uint64_t *words, field f) {
    vec two_84 = broadcast(0x1p84), two_52 = broadcast(0x1p52);
    __m256i x = _mm256_loadu_si256((const void *)words);
    __m256i high = _mm256_or_si256(_mm256_srli_epi64(x, 32), _mm256_castpd_si256(two_84));
    __m256i low = _mm256_blend_epi32(x, _mm256_castpd_si256(two_52), 0xAA);
    vec upper = v_reduce(_mm256_sub_pd(_mm256_castsi256_pd(high), two_84), f);
    return v_plus(upper, _mm256_sub_pd(_mm256_castsi256_pd(low), two_52));
}

#include "ntt_transform.h"

/* Each root doubles the number of factors. The first four are one vector. */
static void twiddles(dc_ntt_table t, int64_t count, const dc_ntt_prime *prime) {
    field f = v_field(prime);
    v_store(t.w, _mm256_setr_pd(1, 0, 0, 0));
    for (int64_t size = 1, k = 0; size < count; size *= 2, k++) {
        factor root = v_constant(prime->roots[k].w, prime);
        if (size < LANES) {
            vec lanes = v_load(t.w), next = v_reduce(v_times(lanes, root, f), f);
            lanes = size == 1 ? _mm256_unpacklo_pd(lanes, next)
                              : _mm256_permute2f128_pd(lanes, next, 0x20);
            v_store(t.w, lanes);
            v_store(t.quotient, _mm256_div_pd(lanes, f.p));
            continue;
        }
        for (int64_t i = 0; i < size && size + i < count; i += LANES) {
            vec w = v_reduce(v_times(v_load(t.w + i), root, f), f);
            v_store(t.w + size + i, w);
            v_store(t.quotient + size + i, _mm256_div_pd(w, f.p));
        }
    }
}

/*
 * Eight coefficients of four polynomials, in memory one polynomial after the other. v[i] = x^i of
 * each.
 */
static inline void load_polynomials(vec v[DC_NTT_LEAF], const uint64_t *x) {
    for (int i = 0; i < DC_NTT_LEAF; i += 4) {
        vec p0 = v_load(x + i), p1 = v_load(x + 8 + i), p2 = v_load(x + 16 + i),
            p3 = v_load(x + 24 + i);
        vec a = _mm256_permute2f128_pd(p0, p2, 0x20), b = _mm256_permute2f128_pd(p1, p3, 0x20);
        vec c = _mm256_permute2f128_pd(p0, p2, 0x31), d = _mm256_permute2f128_pd(p1, p3, 0x31);
        v[i] = _mm256_unpacklo_pd(a, b);
        v[i + 1] = _mm256_unpackhi_pd(a, b);
        v[i + 2] = _mm256_unpacklo_pd(c, d);
        v[i + 3] = _mm256_unpackhi_pd(c, d);
    }
}

static inline void store_polynomials(uint64_t *x, const vec v[DC_NTT_LEAF]) {
    for (int i = 0; i < DC_NTT_LEAF; i += 4) {
        vec a = _mm256_unpacklo_pd(v[i], v[i + 1]), b = _mm256_unpackhi_pd(v[i], v[i + 1]);
        vec c = _mm256_unpacklo_pd(v[i + 2], v[i + 3]), d = _mm256_unpackhi_pd(v[i + 2], v[i + 3]);
        v_store(x + i, _mm256_permute2f128_pd(a, c, 0x20));
        v_store(x + 8 + i, _mm256_permute2f128_pd(b, d, 0x20));
        v_store(x + 16 + i, _mm256_permute2f128_pd(a, c, 0x31));
        v_store(x + 24 + i, _mm256_permute2f128_pd(b, d, 0x31));
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
    vec high = _mm256_fmadd_pd(a, b, s.high);
    return (sum_2){high, v_plus(s.low, _mm256_fmsub_pd(a, b, _mm256_sub_pd(high, s.high)))};
}

/*
 * Eight products of p / 2 + 1 and at most (1/2 + 1/64) p are at most 2.07 p^2. Therefore only the
 * last one can raise high beyond 2^103, and low is at most 7 2^49 + 2^50. The error of the quotient
 * is 2.07 2^50 2^-53. It is rounded to an even integer, because it may exceed the range of
 * rounded_product(); the remainder of high is then up to 1.3 p. The sum is below 6 p.
 */
static inline vec reduced(sum_2 s, field f) {
    vec h = _mm256_sub_pd(s.high, sum_origin()), even = broadcast(0x1.8p53);
    vec q = _mm256_sub_pd(_mm256_fmadd_pd(h, f.inverse, even), even);
    return v_reduce(v_plus(_mm256_fnmadd_pd(q, f.p, h), s.low), f);
}

/*
 * Multiplies four polynomials at a time, one in each lane, modulo x^8 - c: a coefficient that wraps
 * around is multiplied by c. A square computes products that occur twice only once. Four sums at a
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
            s[m] = (sum_2){sum_origin(), _mm256_setzero_pd()};
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

/* c of the four nodes from 2 i on: w_i, -w_i, w_(i+1), -w_(i+1). */
static inline vec signed_pairs(const uint64_t *table) {
    vec pair = _mm256_castsi256_pd(_mm256_castsi128_si256(_mm_loadu_si128((const void *)table)));
    return _mm256_xor_pd(_mm256_permute4x64_pd(pair, 0x50), _mm256_setr_pd(0.0, -0.0, 0.0, -0.0));
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
    return v_plus(a, _mm256_and_pd(f.p, _mm256_cmp_pd(a, _mm256_setzero_pd(), _CMP_LT_OQ)));
}

/* Stores doubles that are not negative as integers. */
static inline void store_integers(uint64_t *x, vec a) {
    vec two_52 = broadcast(0x1p52);
    v_store(x, _mm256_xor_pd(v_plus(a, two_52), two_52));
}

/*
 * The products are at most (1/2 + 1/16) p, so k2 is below 2 p before it is reduced. Each loop
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

const dc_ntt_variant dc_ntt_avx2 = {
    "avx2",  0,       twiddles,    load,       split,    join,
    forward, inverse, first_layer, last_layer, multiply, lift,
};

#if defined(__clang__)
#pragma clang attribute pop
#endif

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
