/*
 * The transforms on eight residues at a time, for x86-64 with AVX-512 IFMA, whose instructions
 * multiply 52-bit integers. A residue is an integer below 4 p, and so below 2^52. A factor comes
 * with floor(w 2^52 / p), with which mulmod returns x w mod p or that plus p, for any x below 2^52.
 */
#include "ntt.h"

#if defined(__x86_64__)

#include "ntt_lift.h"

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx512ifma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx512ifma")
#endif

#define LANES 8
#define LAZY 0

typedef __m512i vec;
typedef struct {
    vec w, quotient;
} factor;
typedef struct {
    vec p, p2, minus_p; /* p, 2 p, 2^52 - p */
} field;

static inline vec broadcast(uint64_t w) {
    return _mm512_set1_epi64((long long)w);
}

static inline vec mask_52(void) {
    return broadcast((UINT64_C(1) << 52) - 1);
}

static inline field v_field(const dc_ntt_prime *prime) {
    return (field){broadcast(prime->p), broadcast(2 * prime->p),
                   broadcast((UINT64_C(1) << 52) - prime->p)};
}

static inline vec v_load(const uint64_t *x) {
    return _mm512_loadu_si512(x);
}

static inline void v_store(uint64_t *x, vec v) {
    _mm512_storeu_si512(x, v);
}

static inline factor v_factor(dc_ntt_table t, int64_t i) {
    return (factor){broadcast(t.w[i]), broadcast(t.quotient[i])};
}

static inline factor factor_of(dc_ntt_factor w) {
    return (factor){broadcast(w.w), broadcast(w.quotient >> 12)};
}

static inline factor v_constant(uint64_t w, const dc_ntt_prime *prime) {
    return factor_of(dc_ntt_factor_of(w, prime));
}

static inline factor v_minus_one(field f) {
    /* 2^52 - 2^52 / p, which is between 4 and 5 */
    return (factor){_mm512_sub_epi64(f.p, broadcast(1)), broadcast((UINT64_C(1) << 52) - 5)};
}

/* Returns a, or a - m if that is not negative. */
static inline vec below(vec a, vec m) {
    return _mm512_min_epu64(a, _mm512_sub_epi64(a, m));
}

static inline vec v_reduce(vec a, field f) {
    return below(a, f.p2);
}

static inline vec v_plus(vec a, vec b) {
    return _mm512_add_epi64(a, b);
}

static inline vec v_minus(vec a, vec b, field f) {
    return _mm512_sub_epi64(_mm512_add_epi64(a, f.p2), b);
}

static inline vec v_times(vec a, factor w, field f) {
    vec zero = _mm512_setzero_si512();
    vec q = _mm512_madd52hi_epu64(zero, a, w.quotient);
    vec low = _mm512_madd52lo_epu64(zero, a, w.w);
    return _mm512_and_si512(_mm512_madd52lo_epu64(low, q, f.minus_p), mask_52());
}

/* 2^52 - 4 p is below 2^38, and 2^52 is congruent to it. */
static inline vec v_from(const uint64_t *words, field f) {
    vec x = _mm512_loadu_si512(words);
    vec missing = _mm512_sub_epi64(broadcast(UINT64_C(1) << 52), _mm512_slli_epi64(f.p, 2));
    vec low = v_reduce(_mm512_and_si512(x, mask_52()), f);
    return _mm512_madd52lo_epu64(low, _mm512_srli_epi64(x, 52), missing);
}

#include "ntt_transform.h"

/* Returns floor(w 2^52 / p), from a quotient in double precision whose error is at most 1. */
static inline vec quotient_of(vec w, vec p, __m512d scale) {
    vec q = _mm512_cvttpd_epu64(_mm512_mul_pd(_mm512_cvtepu64_pd(w), scale));
    vec rest = _mm512_sub_epi64(_mm512_setzero_si512(),
                                _mm512_madd52lo_epu64(_mm512_setzero_si512(), q, p));
    rest = _mm512_srai_epi64(_mm512_slli_epi64(rest, 12),
                             12); /* w 2^52 - q p, which is between -p and 2 p */
    q = _mm512_mask_sub_epi64(q, _mm512_movepi64_mask(rest), q, broadcast(1));
    return _mm512_mask_add_epi64(q, _mm512_cmpge_epi64_mask(rest, p), q, broadcast(1));
}

static void twiddles(dc_ntt_table t, int64_t count, const dc_ntt_prime *prime) {
    field f = v_field(prime);
    __m512d scale = _mm512_div_pd(_mm512_set1_pd(0x1p52), _mm512_cvtepu64_pd(f.p));
    t.w[0] = 1;
    for (int64_t size = 1, k = 0; size < 8; size *= 2, k++) {
        for (int64_t i = 0; i < size; i++) {
            t.w[size + i] = dc_ntt_below(dc_ntt_times(t.w[i], prime->roots[k], prime->p), prime->p);
        }
    }
    v_store(t.quotient, quotient_of(v_load(t.w), f.p, scale));
    for (int64_t size = 8, k = 3; size < count; size *= 2, k++) {
        factor root = factor_of(prime->roots[k]);
        for (int64_t i = 0; i < size && size + i < count; i += LANES) {
            vec w = below(v_times(v_load(t.w + i), root, f), f.p);
            v_store(t.w + size + i, w);
            v_store(t.quotient + size + i, quotient_of(w, f.p, scale));
        }
    }
}

static inline void transpose(vec v[8]) {
    vec a[8], b[8];
    for (int i = 0; i < 8; i += 2) {
        a[i] = _mm512_unpacklo_epi64(v[i], v[i + 1]);
        a[i + 1] = _mm512_unpackhi_epi64(v[i], v[i + 1]);
    }
    for (int i = 0; i < 2; i++) {
        b[i] = _mm512_shuffle_i64x2(a[i], a[i + 2], 0x88);
        b[i + 2] = _mm512_shuffle_i64x2(a[i], a[i + 2], 0xDD);
        b[i + 4] = _mm512_shuffle_i64x2(a[i + 4], a[i + 6], 0x88);
        b[i + 6] = _mm512_shuffle_i64x2(a[i + 4], a[i + 6], 0xDD);
    }
    for (int i = 0; i < 4; i++) {
        v[i] = _mm512_shuffle_i64x2(b[i], b[i + 4], 0x88);
        v[i + 4] = _mm512_shuffle_i64x2(b[i], b[i + 4], 0xDD);
    }
}

typedef struct {
    vec low, high;
} sum_52;

static inline sum_52 add_product(sum_52 s, vec a, vec b) {
    return (sum_52){_mm512_madd52lo_epu64(s.low, a, b), _mm512_madd52hi_epu64(s.high, a, b)};
}

/*
 * Montgomery's reduction by 2^52. The sum consists of at most eight products of residues below p
 * and below 2 p. Its high half with the carry of the low half is below 2^52 + 8 < 5 p, so the
 * result is below 6 p, and below 2 p after both conditional subtractions.
 */
static inline vec reduced(sum_52 s, vec inverse, field f) {
    vec q = _mm512_madd52lo_epu64(_mm512_setzero_si512(), s.low, inverse);
    vec high = _mm512_add_epi64(_mm512_add_epi64(s.high, f.p), _mm512_srli_epi64(s.low, 52));
    vec r = _mm512_sub_epi64(high, _mm512_madd52hi_epu64(_mm512_setzero_si512(), q, f.p));
    return v_reduce(below(r, _mm512_slli_epi64(f.p, 2)), f);
}

/*
 * Multiplies eight polynomials at a time, one in each lane, modulo x^8 - c: a coefficient that
 * wraps around is multiplied by c.
 */
static inline void multiply_block(uint64_t *x, const uint64_t *y, factor c, vec inverse, field f) {
    vec a[8], b[8], cb[8], r[8];
    for (int i = 0; i < 8; i++) {
        a[i] = v_load(x + 8 * i);
        b[i] = v_load(y + 8 * i);
    }
    transpose(a);
    transpose(b);
    for (int i = 0; i < 8; i++) {
        a[i] = below(v_reduce(a[i], f), f.p);
        b[i] = v_reduce(b[i], f);
        cb[i] = v_times(b[i], c, f);
    }
#pragma GCC unroll 8
    for (int k = 0; k < 8; k++) {
        sum_52 s = {_mm512_setzero_si512(), _mm512_setzero_si512()};
#pragma GCC unroll 8
        for (int i = 0; i < 8; i++) {
            s = add_product(s, a[i], i <= k ? b[k - i] : cb[8 + k - i]);
        }
        r[k] = reduced(s, inverse, f);
    }
    transpose(r);
    for (int i = 0; i < 8; i++) {
        v_store(x + 8 * i, r[i]);
    }
}

/* The same for a square, which computes products that occur twice only once. */
static inline void square_block(uint64_t *x, factor c, vec inverse, field f) {
    vec a[8], twice[8], ca[8], r[8];
    for (int i = 0; i < 8; i++) {
        a[i] = v_load(x + 8 * i);
    }
    transpose(a);
    for (int i = 0; i < 8; i++) {
        a[i] = below(v_reduce(a[i], f), f.p);
        twice[i] = v_plus(a[i], a[i]);
        ca[i] = below(v_times(a[i], c, f), f.p);
    }
#pragma GCC unroll 8
    for (int k = 0; k < 8; k++) {
        sum_52 s = {_mm512_setzero_si512(), _mm512_setzero_si512()};
#pragma GCC unroll 8
        for (int i = 0; 2 * i < k; i++) {
            s = add_product(s, twice[i], a[k - i]);
        }
#pragma GCC unroll 8
        for (int i = k + 1; 2 * i < 8 + k; i++) {
            s = add_product(s, twice[i], ca[8 + k - i]);
        }
        if (k % 2 == 0) {
            s = add_product(add_product(s, a[k / 2], a[k / 2]), a[k / 2 + 4], ca[k / 2 + 4]);
        }
        r[k] = reduced(s, inverse, f);
    }
    transpose(r);
    for (int i = 0; i < 8; i++) {
        v_store(x + 8 * i, r[i]);
    }
}

/* c of the eight nodes from 2 i on: w_i, -w_i, w_(i+1), ... */
static inline factor constants_of(dc_ntt_table t, int64_t i, field f) {
    const vec pairs = _mm512_setr_epi64(0, 0, 1, 1, 2, 2, 3, 3);
    vec w = _mm512_permutexvar_epi64(
        pairs, _mm512_castsi256_si512(_mm256_loadu_si256((const void *)(t.w + i))));
    vec q = _mm512_permutexvar_epi64(
        pairs, _mm512_castsi256_si512(_mm256_loadu_si256((const void *)(t.quotient + i))));
    /*
     * floor((p - w) 2^52 / p) = floor(2^52 - w 2^52 / p) = 2^52 - 1 - floor(w 2^52 / p), since p
     * divides no w 2^52.
     */
    return (factor){_mm512_mask_sub_epi64(w, 0xAA, f.p, w),
                    _mm512_mask_sub_epi64(q, 0xAA, mask_52(), q)};
}

static void multiply(uint64_t *x, const uint64_t *y, int64_t from, int64_t to, dc_ntt_table t,
                     const dc_ntt_prime *prime) {
    field f = v_field(prime);
    vec inverse = broadcast(prime->inverse);
    for (int64_t i = from; i < to; i += DC_NTT_BLOCK) {
        factor c = constants_of(t, i / (2 * DC_NTT_LEAF), f);
        if (y == x) {
            square_block(x + i, c, inverse, f);
        } else {
            multiply_block(x + i, y + i, c, inverse, f);
        }
    }
}

static void lift(uint64_t *words, int64_t stride, uint64_t *const x[DC_NTT_PRIMES], int64_t offset,
                 int64_t count, const uint64_t scale[DC_NTT_PRIMES]) {
    dc_ntt_garner g = dc_ntt_garner_of(scale);
    field f0 = v_field(&dc_ntt_primes[0]), f1 = v_field(&dc_ntt_primes[1]),
          f2 = v_field(&dc_ntt_primes[2]);
    factor scale0 = factor_of(g.scale0), scale1 = factor_of(g.scale1), scale2 = factor_of(g.scale2);
    factor p0_inverse1 = factor_of(g.p0_inverse1), p0p1_inverse2 = factor_of(g.p0p1_inverse2);
    factor p1_inverse2 = factor_of(g.p1_inverse2);
    vec p0p1_low = broadcast(DC_NTT_P0P1_LOW),
        p0p1_high = broadcast(DC_NTT_P0P1_HIGH << 12 | DC_NTT_P0P1_LOW >> 52);
    for (int64_t i = 0; i < count; i += LANES) {
        vec r0 = v_times(v_load(x[0] + offset + i), scale0, f0);
        r0 = below(r0, f0.p);
        vec k1 = v_minus(v_times(v_load(x[1] + offset + i), scale1, f1),
                         v_times(r0, p0_inverse1, f1), f1);
        k1 = below(v_reduce(k1, f1), f1.p);
        vec k2 = v_minus(v_times(v_load(x[2] + offset + i), scale2, f2),
                         v_times(r0, p0p1_inverse2, f2), f2);
        k2 = v_minus(v_reduce(k2, f2), v_times(k1, p1_inverse2, f2), f2);
        k2 = below(v_reduce(k2, f2), f2.p);
        vec d0 = _mm512_madd52lo_epu64(_mm512_madd52lo_epu64(r0, f0.p, k1), p0p1_low, k2);
        vec d1 = _mm512_madd52hi_epu64(_mm512_srli_epi64(d0, 52), f0.p, k1);
        d1 = _mm512_madd52lo_epu64(_mm512_madd52hi_epu64(d1, p0p1_low, k2), p0p1_high, k2);
        vec d2 = _mm512_madd52hi_epu64(_mm512_srli_epi64(d1, 52), p0p1_high, k2);
        d0 = _mm512_and_si512(d0, mask_52());
        d1 = _mm512_and_si512(d1, mask_52());
        v_store(words + i, _mm512_or_si512(d0, _mm512_slli_epi64(d1, 52)));
        v_store(words + stride + i,
                _mm512_or_si512(_mm512_srli_epi64(d1, 12), _mm512_slli_epi64(d2, 40)));
        v_store(words + 2 * stride + i, _mm512_srli_epi64(d2, 24));
    }
}

const dc_ntt_variant dc_ntt_avx512 = {
    "avx512", 52,          twiddles,   load,     split, join, forward,
    inverse,  first_layer, last_layer, multiply, add,   lift,
};

#if defined(__clang__)
#pragma clang attribute pop
#endif

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
