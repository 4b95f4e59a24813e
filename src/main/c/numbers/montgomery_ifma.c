/*
 * Montgomery's products, for x86-64 with AVX-512 IFMA.
 *
 * For each digit of y, from the lowest one, its product by x is added to the sum, and then the
 * multiple of c that makes the lowest digit of the sum 0. The sum is then moved by one digit. The
 * upper halves of the products belong one digit higher, so they are added after the move. Columns
 * are sums of at most 4 D numbers below 2^52, which is below 2^61. Carries between columns are
 * propagated in the end, except for that of the lowest one.
 *
 * The time of short products is the latency from one multiple of c to the next. The products by x
 * do not depend on it and are therefore summed up separately.
 */
#include "montgomery_ifma.h"

#if defined(__x86_64__)

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx512ifma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx512ifma")
#endif

enum { MOST_VECTORS = DC_MONTGOMERY_DIGITS / 8 };

/* `vectors` is a constant in each call, so short numbers stay in registers. */
static inline __attribute__((always_inline)) void multiply(uint64_t *sums, const uint64_t *x,
                                                           const uint64_t *y, const uint64_t *c,
                                                           int64_t digits, uint64_t inverse,
                                                           int vectors) {
    const __m512i zero = _mm512_setzero_si512(), k = _mm512_set1_epi64((long long)inverse);
    __m512i sum[MOST_VECTORS + 1];
#pragma GCC unroll 14
    for (int j = 0; j <= vectors; j++) {
        sum[j] = zero;
    }
    for (int64_t i = 0; i < digits; i++) {
        __m512i digit = _mm512_set1_epi64((long long)y[i]);
#pragma GCC unroll 13
        for (int j = 0; j < vectors; j++) {
            __m512i product = _mm512_madd52lo_epu64(zero, _mm512_loadu_si512(x + 8 * j), digit);
            sum[j] = _mm512_add_epi64(sum[j], product);
        }
        __m512i q = _mm512_madd52lo_epu64(zero, sum[0], k);
        q = _mm512_broadcastq_epi64(_mm512_castsi512_si128(q));
#pragma GCC unroll 13
        for (int j = 0; j < vectors; j++) {
            sum[j] = _mm512_madd52lo_epu64(sum[j], _mm512_loadu_si512(c + 8 * j), q);
        }
        __m512i carry = _mm512_maskz_srli_epi64(1, sum[0], DC_DIGIT_BITS);
#pragma GCC unroll 13
        for (int j = 0; j < vectors; j++) {
            __m512i high = j == 0 ? carry : zero;
            high = _mm512_madd52hi_epu64(high, _mm512_loadu_si512(x + 8 * j), digit);
            high = _mm512_madd52hi_epu64(high, _mm512_loadu_si512(c + 8 * j), q);
            sum[j] = _mm512_add_epi64(_mm512_alignr_epi64(sum[j + 1], sum[j], 1), high);
        }
    }
#pragma GCC unroll 13
    for (int j = 0; j < vectors; j++) {
        _mm512_storeu_si512(sums + 8 * j, sum[j]);
    }
}

#define CASE(VECTORS) \
    case VECTORS: multiply(sums, x, y, c, digits, inverse, VECTORS); break

void dc_montgomery_ifma(uint64_t *r, const uint64_t *x, const uint64_t *y, const uint64_t *c,
                        int64_t digits, uint64_t inverse) {
    uint64_t sums[DC_MONTGOMERY_DIGITS], carry = 0;
    switch ((digits + 7) / 8) {
        CASE(1);
        CASE(2);
        CASE(3);
        CASE(4);
        CASE(5);
        CASE(6);
        CASE(7);
        CASE(8);
        CASE(9);
        CASE(10);
        CASE(11);
        CASE(12);
    default: multiply(sums, x, y, c, digits, inverse, MOST_VECTORS); break;
    }
    for (int64_t i = 0; i < digits; i++) {
        carry += sums[i];
        r[i] = carry & ((UINT64_C(1) << DC_DIGIT_BITS) - 1);
        carry >>= DC_DIGIT_BITS;
    }
    for (int64_t i = digits; i % 8 != 0; i++) {
        r[i] = 0;
    }
}

#if defined(__clang__)
#pragma clang attribute pop
#endif

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
