/* The comparisons of vectors for x86-64 with AVX2, F16C and POPCNT. */
#include "vector_variants.h"

#if defined(__x86_64__)

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,f16c,popcnt"))), apply_to = function)
#else
#pragma GCC target("avx2,f16c,popcnt")
#endif

#define WIDTH 8
#define AT_A_TIME 2
#define QUERIES 1
#define v_keep(v) ((void)(v))
#define INT8_DOT_IS_FASTER 0
#define VARIANT dc_vectors_avx2

typedef __m256 vf;

static inline vf v_from_half(int type, __m128i halves) {
    return type == DC_FLOAT16
               ? _mm256_cvtph_ps(halves)
               : _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(halves), 16));
}

static inline vf v_load(int type, const uint8_t *p) {
    return type == DC_FLOAT32 ? _mm256_loadu_ps((const void *)p)
                              : v_from_half(type, _mm_loadu_si128((const void *)p));
}

/* A masked load does not read what the mask excludes. AVX2 has none for 16-bit elements. */
static inline vf v_load_some(int type, const uint8_t *p, int count) {
    if (type == DC_FLOAT32) {
        __m256i indices = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        __m256i mask = _mm256_cmpgt_epi32(_mm256_set1_epi32(count), indices);
        return _mm256_maskload_ps((const void *)p, mask);
    }
    if (count >= WIDTH) {
        return v_load(type, p);
    }
    uint8_t halves[16] = {0};
    for (int i = 0; i < 2 * count; i++) {
        halves[i] = p[i];
    }
    return v_from_half(type, _mm_loadu_si128((const void *)halves));
}

static inline float v_total(const vf *sums) {
    vf sum8 = (sums[0] + sums[2]) + (sums[1] + sums[3]);
    __m128 sum4 = _mm256_castps256_ps128(sum8) + _mm256_extractf128_ps(sum8, 1);
    __m128 sum2 = sum4 + _mm_movehl_ps(sum4, sum4);
    return _mm_cvtss_f32(sum2) + _mm_cvtss_f32(_mm_movehdup_ps(sum2));
}

/* ---- Integers ------------------------------------------------------------------------------- */

static inline __m256i sixteen(const uint8_t *p, int64_t count) {
    if (count >= 16) {
        return _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)p));
    }
    uint8_t bytes[16] = {0};
    for (int64_t i = 0; i < count; i++) {
        bytes[i] = p[i];
    }
    return _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)bytes));
}

static inline int32_t total(__m256i sum8) {
    __m128i sum4 = _mm_add_epi32(_mm256_castsi256_si128(sum8), _mm256_extracti128_si256(sum8, 1));
    __m128i sum2 = _mm_add_epi32(sum4, _mm_unpackhi_epi64(sum4, sum4));
    return _mm_cvtsi128_si32(sum2) + _mm_extract_epi32(sum2, 1);
}

static inline __attribute__((always_inline)) void int8_of(int metric, const uint8_t *a,
                                                          const uint8_t *const *rows, int count,
                                                          int64_t n, int32_t *values) {
    __m256i sums[DC_ROWS];
    for (int r = 0; r < count; r++) {
        sums[r] = _mm256_setzero_si256();
    }
    for (int64_t i = 0; i < n; i += 16) {
        __m256i x = sixteen(a + i, n - i);
        for (int r = 0; r < count; r++) {
            __m256i y = sixteen(rows[r] + i, n - i), difference = _mm256_sub_epi16(x, y);
            __m256i term = metric == DC_DOT ? _mm256_madd_epi16(x, y)
                                            : _mm256_madd_epi16(difference, difference);
            sums[r] = _mm256_add_epi32(sums[r], term);
        }
    }
    for (int r = 0; r < count; r++) {
        values[r] = total(sums[r]);
    }
}

#include "vector_rows.h"

#define POPCOUNT(word) __builtin_popcountll(word)
#include "vector_bits.h"

#include "vector_template.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
