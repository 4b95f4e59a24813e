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
#define IN_ANY_ENVIRONMENT
#define v_keep(v) __asm__("" : "+v"(v))
#define INT8_DOT_IS_FASTER 1
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

/* A masked load does not read what the mask excludes. This accepts any count without a branch. */
static inline vf v_load_some(int type, const uint8_t *p, int count) {
    const __m512i indices = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __mmask16 mask = _mm512_cmpgt_epi32_mask(_mm512_set1_epi32(count), indices);
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

/* The 128-bit blocks of the result contain four sums each of a, b, c and d. */
static inline vf four_sums_of(const vf *a, const vf *b, const vf *c, const vf *d) {
    vf a16 = a[0] + a[1], b16 = b[0] + b[1], c16 = c[0] + c[1], d16 = d[0] + d[1];
    vf ab = _mm512_shuffle_f32x4(a16, b16, 0x44) + _mm512_shuffle_f32x4(a16, b16, 0xEE);
    vf cd = _mm512_shuffle_f32x4(c16, d16, 0x44) + _mm512_shuffle_f32x4(c16, d16, 0xEE);
    return _mm512_shuffle_f32x4(ab, cd, 0x88) + _mm512_shuffle_f32x4(ab, cd, 0xDD);
}

/* The totals of AT_A_TIME rows share the instructions of their trees. */
static inline __attribute__((always_inline)) void v_totals(const vf *s, int queries, float *values,
                                                           int64_t stride) {
    vf first = four_sums_of(s, s + 2, s + 4, s + 6), last = first;
    if (queries == 2) {
        last = four_sums_of(s + 8, s + 10, s + 12, s + 14);
    }
    vf two = _mm512_shuffle_ps(first, last, 0x44) + _mm512_shuffle_ps(first, last, 0xEE);
    vf one = _mm512_shuffle_ps(two, two, 0x88) + _mm512_shuffle_ps(two, two, 0xDD);
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 0, 0, 0, 0, 0, 0, 0, 0);
    __m256 all = _mm512_castps512_ps256(_mm512_permutexvar_ps(order, one));
    _mm_storeu_ps(values, _mm256_castps256_ps128(all));
    if (queries == 2) {
        _mm_storeu_ps(values + stride, _mm256_extractf128_ps(all, 1));
    }
}

/* ---- Integers ------------------------------------------------------------------------------- */

enum { INT8_QUERIES = 2 };

static inline __mmask64 first(int64_t count) {
    return count >= 64 ? ~(__mmask64)0 : ((__mmask64)1 << count) - 1;
}

/*
 * VPDPBUSD multiplies unsigned bytes by signed ones. Rows are therefore increased by 128, and 128
 * times the sum of the query is subtracted in the end. This adds the products of up to 64 elements
 * to the sums of INT8_QUERIES queries, or of one, and of DC_ROWS rows. `whole` is a constant; if it
 * is 0, the mask applies. So is whether there are rows `ahead`, which are prefetched.
 */
static inline __attribute__((always_inline)) void
add_products(const uint8_t *const *a, int queries, const uint8_t *const *rows, int64_t at,
             int whole, __mmask64 mask, const uint8_t *const *ahead, __m512i *sums) {
    const __m512i offset = _mm512_set1_epi8((char)-128);
    __m512i x[INT8_QUERIES];
    for (int q = 0; q < queries; q++) {
        x[q] = whole ? _mm512_loadu_si512(a[q] + at) : _mm512_maskz_loadu_epi8(mask, a[q] + at);
    }
    for (int r = 0; r < DC_ROWS; r++) {
        if (ahead != NULL) {
            __builtin_prefetch(ahead[r] + at);
        }
        __m512i y =
            whole ? _mm512_loadu_si512(rows[r] + at) : _mm512_maskz_loadu_epi8(mask, rows[r] + at);
        y = _mm512_xor_si512(y, offset);
        for (int q = 0; q < queries; q++) {
            sums[q * DC_ROWS + r] = _mm512_dpbusd_epi32(sums[q * DC_ROWS + r], y, x[q]);
        }
    }
}

/* sums[q * DC_ROWS + r]: 16 sums for each pair, with the excess. */
static inline __attribute__((always_inline)) void products_of(const uint8_t *const *a, int queries,
                                                              const uint8_t *const *rows, int64_t n,
                                                              const uint8_t *const *ahead,
                                                              __m512i *sums) {
    for (int i = 0; i < queries * DC_ROWS; i++) {
        sums[i] = _mm512_setzero_si512();
    }
    int64_t i = 0;
    for (; i + 64 <= n; i += 64) {
        add_products(a, queries, rows, i, 1, 0, ahead, sums);
    }
    if (i < n) {
        add_products(a, queries, rows, i, 0, first(n - i), ahead, sums);
    }
}

/* 128 times the sum of a vector. */
static inline int32_t excess_of(const uint8_t *a, int64_t n) {
    const __m512i offset = _mm512_set1_epi8((char)-128);
    __m512i sum = _mm512_setzero_si512();
    int64_t i = 0;
    for (; i + 64 <= n; i += 64) {
        sum = _mm512_dpbusd_epi32(sum, offset, _mm512_loadu_si512(a + i));
    }
    if (i < n) {
        sum = _mm512_dpbusd_epi32(sum, offset, _mm512_maskz_loadu_epi8(first(n - i), a + i));
    }
    return _mm512_reduce_add_epi32(sum);
}

/* The totals of four times 16 sums. */
static inline __m128i four_totals(const __m512i *s) {
    __m512i ab = _mm512_add_epi32(_mm512_shuffle_i32x4(s[0], s[1], 0x44),
                                  _mm512_shuffle_i32x4(s[0], s[1], 0xEE));
    __m512i cd = _mm512_add_epi32(_mm512_shuffle_i32x4(s[2], s[3], 0x44),
                                  _mm512_shuffle_i32x4(s[2], s[3], 0xEE));
    __m512i four =
        _mm512_add_epi32(_mm512_shuffle_i32x4(ab, cd, 0x88), _mm512_shuffle_i32x4(ab, cd, 0xDD));
    __m512i two = _mm512_add_epi32(four, _mm512_srli_epi64(four, 32));
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 2, 6, 10, 14, 0, 0, 0, 0, 0, 0, 0, 0);
    __m256i halves = _mm512_castsi512_si256(_mm512_permutexvar_epi32(order, two));
    return _mm_add_epi32(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
}

/* The query count is a constant. */
static inline __attribute__((always_inline)) void
dot_rows_of(const uint8_t *const *a, int queries, const uint8_t *const *rows, int row_count,
            int64_t n, const uint8_t *const *ahead, int32_t *values) {
    __m128i excess[INT8_QUERIES];
    for (int q = 0; q < queries; q++) {
        excess[q] = _mm_set1_epi32(excess_of(a[q], n));
    }
    for (int r = 0; r < row_count; r += DC_ROWS) {
        __m512i sums[INT8_QUERIES * DC_ROWS];
        if (ahead != NULL) {
            products_of(a, queries, rows + r, n, ahead + r, sums);
        } else {
            products_of(a, queries, rows + r, n, NULL, sums);
        }
        for (int q = 0; q < queries; q++) {
            __m128i totals = _mm_sub_epi32(four_totals(sums + q * DC_ROWS), excess[q]);
            _mm_storeu_si128((void *)(values + q * row_count + r), totals);
        }
    }
}

/* One pass over both vectors. */
static inline int64_t dot_of(const uint8_t *a, const uint8_t *b, int64_t n) {
    const __m512i offset = _mm512_set1_epi8((char)-128);
    __m512i sum = _mm512_setzero_si512(), excess = sum;
    for (int64_t i = 0; i < n; i += 64) {
        __mmask64 mask = first(n - i);
        __m512i x = _mm512_maskz_loadu_epi8(mask, a + i), y = _mm512_maskz_loadu_epi8(mask, b + i);
        excess = _mm512_dpbusd_epi32(excess, offset, x);
        sum = _mm512_dpbusd_epi32(sum, _mm512_xor_si512(y, offset), x);
    }
    return _mm512_reduce_add_epi32(_mm512_sub_epi32(sum, excess));
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
    return metric == DC_DOT ? dot_of(a, b, n) : distance_of(a, b, n);
}

static inline __attribute__((always_inline)) void
int8_rows(int metric, const uint8_t *const *queries, int query_count, const uint8_t *const *rows,
          int row_count, int64_t n, const uint8_t *const *ahead, int32_t *values) {
    int q = 0;
    if (metric == DC_DOT) {
        for (; q + INT8_QUERIES <= query_count; q += INT8_QUERIES, ahead = NULL) {
            dot_rows_of(queries + q, INT8_QUERIES, rows, row_count, n, ahead,
                        values + q * row_count);
        }
        for (; q < query_count; q++, ahead = NULL) {
            dot_rows_of(queries + q, 1, rows, row_count, n, ahead, values + q * row_count);
        }
        return;
    }
    for (; q < query_count; q++, ahead = NULL) {
        for (int r = 0; r < row_count; r++) {
            if (ahead != NULL) {
                dc_prefetch(ahead + r, 1, n);
            }
            values[q * row_count + r] = (int32_t)distance_of(queries[q], rows[r], n);
        }
    }
}

static inline __attribute__((always_inline)) __m512i bits_of(int metric, __m512i x, __m512i y) {
    return _mm512_popcnt_epi64(metric == DC_HAMMING ? _mm512_xor_si512(x, y)
                                                    : _mm512_and_si512(x, y));
}

/* How many bits differ, for DC_HAMMING, or are set in both. */
static inline __attribute__((always_inline)) int64_t count_of(int metric, const uint8_t *a,
                                                              const uint8_t *b, int64_t n) {
    __m512i sum = _mm512_setzero_si512();
    int64_t i = 0;
    if (n >= 256) {
        __m512i sums[4] = {sum, sum, sum, sum};
        for (; i + 256 <= n; i += 256) {
            for (int v = 0; v < 4; v++) {
                __m512i x = _mm512_loadu_si512(a + i + 64 * v);
                __m512i y = _mm512_loadu_si512(b + i + 64 * v);
                sums[v] = _mm512_add_epi64(sums[v], bits_of(metric, x, y));
            }
        }
        sum = _mm512_add_epi64(_mm512_add_epi64(sums[0], sums[1]),
                               _mm512_add_epi64(sums[2], sums[3]));
    }
    for (; i < n; i += 64) {
        __mmask64 mask = first(n - i);
        __m512i x = _mm512_maskz_loadu_epi8(mask, a + i), y = _mm512_maskz_loadu_epi8(mask, b + i);
        sum = _mm512_add_epi64(sum, bits_of(metric, x, y));
    }
    return _mm512_reduce_add_epi64(sum);
}

static int64_t differing(const uint8_t *a, const uint8_t *b, int64_t n) {
    return count_of(DC_HAMMING, a, b, n);
}

static int64_t common(const uint8_t *a, const uint8_t *b, int64_t n) {
    return count_of(DC_JACCARD, a, b, n);
}

/* ---- Two vectors of DC_FLOAT32 -------------------------------------------------------------- */

/*
 * Reading the environment from MXCSR waits for all floating-point operations before it. For short
 * vectors, this takes longer than the comparison. With this constant, instructions contain the
 * rounding mode and raise no exceptions. Only one part of the environment still matters: whether it
 * flushes subnormal numbers to zero.
 */
#define ROUNDED (_MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)

static inline int keeps_subnormals(void) {
    __m128 tiny = _mm_castsi128_ps(_mm_cvtsi32_si128(1)); /* 2^-149 */
    __asm__("" : "+v"(tiny));                             /* hides the value from the compiler */
    __m128 twice = _mm_add_round_ss(tiny, tiny, ROUNDED);
    return _mm_cvtsi128_si32(_mm_castps_si128(twice)) == 2;
}

static inline vf plus_term(int metric, vf sum, vf x, vf y) {
    if (metric == DC_SQUARED_DISTANCE) {
        x = y = _mm512_sub_round_ps(x, y, ROUNDED);
    }
    return _mm512_add_round_ps(sum, _mm512_mul_round_ps(x, y, ROUNDED), ROUNDED);
}

static inline float rounded_total(vf sum0, vf sum1) {
    vf s = _mm512_add_round_ps(sum0, sum1, ROUNDED);
    s = _mm512_add_round_ps(s, _mm512_shuffle_f32x4(s, s, 0x4E), ROUNDED);
    s = _mm512_add_round_ps(s, _mm512_shuffle_f32x4(s, s, 0xB1), ROUNDED);
    s = _mm512_add_round_ps(s, _mm512_permute_ps(s, 0x4E), ROUNDED);
    s = _mm512_add_round_ps(s, _mm512_permute_ps(s, 0xB1), ROUNDED);
    return _mm512_cvtss_f32(s);
}

/*
 * From this length on, the SIMD vectors of `a` are aligned, except for the first one, which has
 * fewer elements. A SIMD vector in two cache lines takes two loads. Most of those of a Java array
 * are in two lines, because an array begins at any multiple of 8. Skipping elements rotates the 32
 * sums; a balanced tree of all of them still adds sum i to sum i + 16, and so on.
 */
enum { ALIGNED_FROM = 256 };

static inline __attribute__((always_inline)) float rounded_pair(int metric, const uint8_t *a,
                                                                const uint8_t *b, int64_t n) {
    vf sum0 = _mm512_setzero_ps(), sum1 = sum0;
    int64_t first_bytes = -(int64_t)(uintptr_t)a & 63;
    if (n >= ALIGNED_FROM && first_bytes % 4 == 0) {
        a += first_bytes;
        b += first_bytes;
        n -= first_bytes / 4;
        __mmask16 last = (__mmask16)(0xFFFF0000u >> first_bytes / 4);
        vf x = _mm512_maskz_loadu_ps(last, a - 64), y = _mm512_maskz_loadu_ps(last, b - 64);
        sum1 = plus_term(metric, sum1, x, y);
    }
    int64_t i = 0;
    for (; i + DC_SUMS <= n; i += DC_SUMS) {
        vf x0 = v_load(DC_FLOAT32, a + 4 * i), y0 = v_load(DC_FLOAT32, b + 4 * i);
        vf x1 = v_load(DC_FLOAT32, a + 4 * i + 64), y1 = v_load(DC_FLOAT32, b + 4 * i + 64);
        sum0 = plus_term(metric, sum0, x0, y0);
        sum1 = plus_term(metric, sum1, x1, y1);
    }
    int rest = (int)(n - i);
    if (rest > 0) {
        vf x = v_load_some(DC_FLOAT32, a + 4 * i, rest),
           y = v_load_some(DC_FLOAT32, b + 4 * i, rest);
        sum0 = plus_term(metric, sum0, x, y);
    }
    if (rest > WIDTH) {
        vf x = v_load_some(DC_FLOAT32, a + 4 * i + 64, rest - WIDTH),
           y = v_load_some(DC_FLOAT32, b + 4 * i + 64, rest - WIDTH);
        sum1 = plus_term(metric, sum1, x, y);
    }
    return rounded_total(sum0, sum1);
}

static float dot_DC_FLOAT32(const uint8_t *a, const uint8_t *b, int64_t n);
static float distance_DC_FLOAT32(const uint8_t *a, const uint8_t *b, int64_t n);

static float dot_anywhere(const uint8_t *a, const uint8_t *b, int64_t n) {
    return keeps_subnormals() ? rounded_pair(DC_DOT, a, b, n)
                              : dc_in_default_environment(dot_DC_FLOAT32, a, b, n);
}

static float distance_anywhere(const uint8_t *a, const uint8_t *b, int64_t n) {
    return keeps_subnormals() ? rounded_pair(DC_SQUARED_DISTANCE, a, b, n)
                              : dc_in_default_environment(distance_DC_FLOAT32, a, b, n);
}

#include "vector_template.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
