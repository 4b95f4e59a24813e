/* The transforms on four doubles at a time, for x86-64 with AVX2 and FMA. */
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

typedef __m256d vec;
typedef struct {
    vec upper, lower;
} halves;

static inline vec broadcast(double a) {
    return _mm256_set1_pd(a);
}

static inline vec broadcast_bits(const uint64_t *x) {
    return _mm256_castsi256_pd(_mm256_set1_epi64x((long long)*x));
}

static inline vec v_load(const uint64_t *x) {
    return _mm256_castsi256_pd(_mm256_loadu_si256((const void *)x));
}

static inline void v_store(uint64_t *x, vec v) {
    _mm256_storeu_si256((void *)x, _mm256_castpd_si256(v));
}

static inline vec v_plus(vec a, vec b) {
    return _mm256_add_pd(a, b);
}

static inline vec difference(vec a, vec b) {
    return _mm256_sub_pd(a, b);
}

static inline vec product(vec a, vec b) {
    return _mm256_mul_pd(a, b);
}

static inline vec ratio(vec a, vec b) {
    return _mm256_div_pd(a, b);
}

static inline vec product_plus(vec a, vec b, vec c) {
    return _mm256_fmadd_pd(a, b, c);
}

static inline vec minus_product(vec c, vec a, vec b) {
    return _mm256_fnmadd_pd(a, b, c);
}

/*
 * Rounded once, because doubles from 2^52 on have no bits for a fraction. If a b is above 2^51, it
 * is rounded to an even integer; below -2^51, to a multiple of 1/2.
 */
static inline vec rounded_product(vec a, vec b) {
    vec magic = broadcast(0x1.8p52);
    return difference(product_plus(a, b, magic), magic);
}

/* Rounded once, to an even integer. */
static inline vec rounded_large_product(vec a, vec b) {
    vec even = broadcast(0x1.8p53);
    return difference(product_plus(a, b, even), even);
}

static inline vec product_error(vec a, vec b, vec h) {
    return _mm256_fmsub_pd(a, b, h);
}

static inline vec plus_error(vec c, vec e) {
    return _mm256_add_pd(c, e);
}

/* The upper 32 bits become the fraction of a double from 2^84 on, the lower of one from 2^52 on. */
static inline halves halves_of(const uint64_t *words) {
    vec two_84 = broadcast(0x1p84), two_52 = broadcast(0x1p52);
    __m256i x = _mm256_loadu_si256((const void *)words);
    __m256i high = _mm256_or_si256(_mm256_srli_epi64(x, 32), _mm256_castpd_si256(two_84));
    __m256i low = _mm256_blend_epi32(x, _mm256_castpd_si256(two_52), 0xAA);
    return (halves){_mm256_sub_pd(_mm256_castsi256_pd(high), two_84),
                    _mm256_sub_pd(_mm256_castsi256_pd(low), two_52)};
}

static inline vec where_negative(vec a, vec b) {
    return _mm256_and_pd(b, _mm256_cmp_pd(a, _mm256_setzero_pd(), _CMP_LT_OQ));
}

static inline void store_integers(uint64_t *x, vec a) {
    vec two_52 = broadcast(0x1p52);
    v_store(x, _mm256_xor_pd(v_plus(a, two_52), two_52));
}

static inline vec first_lane(double a) {
    return _mm256_setr_pd(a, 0, 0, 0);
}

static inline vec appended(vec a, vec b, int64_t n) {
    return n == 1 ? _mm256_unpacklo_pd(a, b) : _mm256_permute2f128_pd(a, b, 0x20);
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

static inline vec signed_pairs(const uint64_t *table) {
    vec pair = _mm256_castsi256_pd(_mm256_castsi128_si256(_mm_loadu_si128((const void *)table)));
    return _mm256_xor_pd(_mm256_permute4x64_pd(pair, 0x50), _mm256_setr_pd(0.0, -0.0, 0.0, -0.0));
}

#include "ntt_doubles.h"

const dc_ntt_variant dc_ntt_avx2 = {
    "avx2",  0,           twiddles,   load,     split, join, forward,
    inverse, first_layer, last_layer, multiply, add,   lift,
};

#if defined(__clang__)
#pragma clang attribute pop
#endif

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
