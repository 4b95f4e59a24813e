/*
 * Montgomery's products, for x86-64 with AVX-512 IFMA.
 *
 * For each digit of y, from the lowest one, its product by x is added to the sum, and then the
 * multiple of c that makes the lowest digit of the sum 0. The sum is then moved by one digit. The
 * upper halves of the products belong one digit higher, so they are added after the move. Columns
 * are sums of at most 4 D numbers below 2^52, which is below 2^61. Carries between columns are
 * propagated in the end, except for that of the lowest one.
 *
 * The time of short products is the latency from one multiple of c to the next, which only the
 * lowest column determines. It is therefore computed by additions, which are faster than products.
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
static inline __attribute__((always_inline)) void multiply(uint64_t *r, const uint64_t *x,
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
        /* Everything waits for the lowest sum, and an addition is faster than a product. */
        sum[0] =
            _mm512_add_epi64(sum[0], _mm512_madd52lo_epu64(zero, _mm512_loadu_si512(x), digit));
#pragma GCC unroll 13
        for (int j = 1; j < vectors; j++) {
            sum[j] = _mm512_madd52lo_epu64(sum[j], _mm512_loadu_si512(x + 8 * j), digit);
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
            __m512i high = _mm512_madd52hi_epu64(zero, _mm512_loadu_si512(x + 8 * j), digit);
            high = _mm512_madd52hi_epu64(high, _mm512_loadu_si512(c + 8 * j), q);
            sum[j] = _mm512_add_epi64(_mm512_alignr_epi64(sum[j + 1], sum[j], 1), high);
        }
        sum[0] = _mm512_add_epi64(sum[0], carry); /* last, for the same reason */
    }
    /* As in product_ifma.c: digits that receive a carry, and pass it on if they are all ones. */
    const __m512i mask = _mm512_set1_epi64((INT64_C(1) << DC_DIGIT_BITS) - 1);
    __m512i before = zero;
    unsigned carry = 0;
#pragma GCC unroll 13
    for (int j = 0; j < vectors; j++) {
        __m512i high = _mm512_srli_epi64(sum[j], DC_DIGIT_BITS);
        __m512i column =
            _mm512_add_epi64(_mm512_and_si512(sum[j], mask), _mm512_alignr_epi64(high, before, 7));
        unsigned carrying = (unsigned)_mm512_cmpgt_epu64_mask(column, mask),
                 ones = (unsigned)_mm512_cmpeq_epu64_mask(column, mask),
                 receiving = ((carrying << 1 | carry) + ones) ^ ones;
        column = _mm512_mask_add_epi64(column, (__mmask8)receiving, column, _mm512_set1_epi64(1));
        _mm512_storeu_si512(r + 8 * j, _mm512_and_si512(column, mask));
        before = high;
        carry = receiving >> 8;
    }
}

#define CASE(VECTORS) \
    case VECTORS: multiply(r, x, y, c, digits, inverse, VECTORS); break

void dc_montgomery_ifma(uint64_t *r, const uint64_t *x, const uint64_t *y, const uint64_t *c,
                        int64_t digits, uint64_t inverse) {
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
    default: multiply(r, x, y, c, digits, inverse, MOST_VECTORS); break;
    }
}

#if defined(__clang__)
#pragma clang attribute pop
#endif

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
