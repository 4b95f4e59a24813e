/* The comparisons of vectors for x86-64 with AVX-512, VNNI and VPOPCNTDQ. */
#include "vector_variants.h"

#if defined(__x86_64__)

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx512vnni,avx512vpopcntdq,f16c"))), \
    apply_to = function)
#else
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx512vnni,avx512vpopcntdq,f16c")
#endif

#define WIDTH 16
#define AT_A_TIME 4
#define QUERIES 2
#define v_keep(v) __asm__("" : "+v"(v))
#define VARIANT dc_vectors_avx512

typedef __m512 vf;

static inline vf v_from_half(int type, __m256i halves) {
    return type == DC_FLOAT16
               ? _mm512_cvtph_ps(halves)
               : _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(halves), 16));
}

static inline vf v_load(int type, const uint8_t *p) {
    return type == DC_FLOAT32 ? _mm512_loadu_ps(p)
                              : v_from_half(type, _mm256_loadu_si256((const void *)p));
}

/* A masked load does not touch what the mask excludes. */
static inline vf v_load_some(int type, const uint8_t *p, int count) {
    __mmask16 mask = (__mmask16)((1u << count) - 1);
    return type == DC_FLOAT32 ? _mm512_maskz_loadu_ps(mask, p)
                              : v_from_half(type, _mm256_maskz_loadu_epi16(mask, p));
}

static inline float v_total(const vf *sums) {
    vf sum16 = sums[0] + sums[1];
    __m256 sum8 = _mm512_castps512_ps256(sum16) + _mm512_extractf32x8_ps(sum16, 1);
    __m128 sum4 = _mm256_castps256_ps128(sum8) + _mm256_extractf128_ps(sum8, 1);
    __m128 sum2 = sum4 + _mm_movehl_ps(sum4, sum4);
    return _mm_cvtss_f32(sum2) + _mm_cvtss_f32(_mm_movehdup_ps(sum2));
}

/* ---- Integers ------------------------------------------------------------------------------- */

static inline __mmask64 first(int64_t count) {
    return count >= 64 ? ~(__mmask64)0 : ((__mmask64)1 << count) - 1;
}

/*
 * VPDPBUSD multiplies unsigned bytes by signed ones. Each row is therefore increased by 128, and
 * 128 times the sum of `a` is subtracted in the end.
 */
static inline __attribute__((always_inline)) void
dot_of(const uint8_t *a, const uint8_t *const *rows, int count, int64_t n, int64_t *values) {
    const __m512i offset = _mm512_set1_epi8((char)-128);
    __m512i sums[AT_A_TIME], excess = _mm512_setzero_si512();
    for (int r = 0; r < count; r++) {
        sums[r] = _mm512_setzero_si512();
    }
    for (int64_t i = 0; i < n; i += 64) {
        __mmask64 mask = first(n - i);
        __m512i x = _mm512_maskz_loadu_epi8(mask, a + i);
        excess = _mm512_dpbusd_epi32(excess, offset, x);
        for (int r = 0; r < count; r++) {
            __m512i y = _mm512_maskz_loadu_epi8(mask, rows[r] + i);
            sums[r] = _mm512_dpbusd_epi32(sums[r], _mm512_xor_si512(y, offset), x);
        }
    }
    for (int r = 0; r < count; r++) {
        values[r] = _mm512_reduce_add_epi32(_mm512_sub_epi32(sums[r], excess));
    }
}

static inline int64_t distance_of(const uint8_t *a, const uint8_t *b, int64_t n) {
    __m512i sum = _mm512_setzero_si512();
    for (int64_t i = 0; i < n; i += 32) {
        __mmask32 mask = (__mmask32)first(n - i);
        __m512i x = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, a + i));
        __m512i y = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, b + i));
        __m512i difference = _mm512_sub_epi16(x, y);
        sum = _mm512_dpwssd_epi32(sum, difference, difference);
    }
    return _mm512_reduce_add_epi32(sum); /* at most 16384 * 255^2, which is below 2^31 */
}

static inline int64_t int8(int metric, const uint8_t *a, const uint8_t *b, int64_t n) {
    int64_t value;
    if (metric == DC_SQUARED_DISTANCE) {
        return distance_of(a, b, n);
    }
    dot_of(a, &b, 1, n, &value);
    return value;
}

static inline void int8_rows(int metric, const uint8_t *a, const uint8_t *const *rows, int64_t n,
                             int64_t *values) {
    if (metric == DC_DOT) {
        dot_of(a, rows, DC_ROWS, n, values);
        return;
    }
    for (int r = 0; r < DC_ROWS; r++) {
        values[r] = distance_of(a, rows[r], n);
    }
}

static int64_t differing(const uint8_t *a, const uint8_t *b, int64_t n) {
    __m512i sum = _mm512_setzero_si512();
    for (int64_t i = 0; i < n; i += 64) {
        __mmask64 mask = first(n - i);
        __m512i x = _mm512_maskz_loadu_epi8(mask, a + i), y = _mm512_maskz_loadu_epi8(mask, b + i);
        sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_xor_si512(x, y)));
    }
    return _mm512_reduce_add_epi64(sum);
}

static int64_t common(const uint8_t *a, const uint8_t *b, int64_t n) {
    __m512i sum = _mm512_setzero_si512();
    for (int64_t i = 0; i < n; i += 64) {
        __mmask64 mask = first(n - i);
        __m512i x = _mm512_maskz_loadu_epi8(mask, a + i), y = _mm512_maskz_loadu_epi8(mask, b + i);
        sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_and_si512(x, y)));
    }
    return _mm512_reduce_add_epi64(sum);
}

#include "vector_template.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
