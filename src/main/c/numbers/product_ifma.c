/*
 * Products of up to a few hundred limbs, for x86-64 with AVX-512 IFMA. It is schoolbook
 * multiplication with eight products of 52-bit digits at a time, which is two to four times as fast
 * as 64-bit products with MULX and ADX.
 */
#include "product_ifma.h"

#if defined(__x86_64__)

#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx512ifma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx512ifma")
#endif

/*
 * Digits have 52 bits, so 13 limbs are 16 digits. 16 columns of a product are computed at a
 * time. 16 zeros before and after the digits of one factor make all columns alike.
 */
enum {
    BITS = 52,
    COLUMNS = 16,
    LONGEST = (DC_IFMA_LIMBS + 12) / 13 * 16 + COLUMNS,
};

static const uint64_t MASK = (UINT64_C(1) << BITS) - 1;

static int64_t digits_in(int64_t limbs) {
    return (64 * limbs + BITS - 1) / BITS;
}

/* digits = the digits of a[0..n), then zeros up to a multiple of 16. */
static void to_digits(uint64_t *digits, const uint64_t *a, int64_t n) {
    const __m512i mask = _mm512_set1_epi64((long long)MASK);
    /* Where each digit begins: its limb, counted from the first limb loaded, and its bit. */
    const __m512i limb0 = _mm512_setr_epi64(0, 0, 1, 2, 3, 4, 4, 5);
    const __m512i bit0 = _mm512_setr_epi64(0, 52, 40, 28, 16, 4, 56, 44);
    const __m512i limb1 = _mm512_setr_epi64(0, 1, 2, 2, 3, 4, 5, 6);
    const __m512i bit1 = _mm512_setr_epi64(32, 20, 8, 60, 48, 36, 24, 12);
    const __m512i one = _mm512_set1_epi64(1), word = _mm512_set1_epi64(64);
    for (int64_t i = 0; i < n; i += 13, digits += 16) {
        int64_t left0 = n - i, left1 = n - i - 6;
        __mmask8 there0 = (__mmask8)(left0 >= 8 ? 0xFF : (1 << left0) - 1);
        __mmask8 there1 = (__mmask8)(left1 >= 8 ? 0xFF : left1 <= 0 ? 0 : (1 << left1) - 1);
        __m512i v = _mm512_maskz_loadu_epi64(there0, a + i);
        __m512i low = _mm512_srlv_epi64(_mm512_permutexvar_epi64(limb0, v), bit0);
        __m512i high = _mm512_sllv_epi64(_mm512_permutexvar_epi64(_mm512_add_epi64(limb0, one), v),
                                         _mm512_sub_epi64(word, bit0));
        _mm512_storeu_si512(digits, _mm512_and_si512(_mm512_or_si512(low, high), mask));
        v = _mm512_maskz_loadu_epi64(there1, there1 ? a + i + 6 : a);
        low = _mm512_srlv_epi64(_mm512_permutexvar_epi64(limb1, v), bit1);
        high = _mm512_sllv_epi64(_mm512_permutexvar_epi64(_mm512_add_epi64(limb1, one), v),
                                 _mm512_sub_epi64(word, bit1));
        _mm512_storeu_si512(digits + 8, _mm512_and_si512(_mm512_or_si512(low, high), mask));
    }
}

/*
 * Eight digits in a register. Without the barrier, gcc loads them twice, as operands of two
 * products, and a load that crosses a cache line takes as long as two products.
 */
static inline __m512i eight(const uint64_t *digits) {
    __m512i v = _mm512_loadu_si512(digits);
    __asm__("" : "+v"(v));
    return v;
}

/* What is carried from one group of columns to the next. */
typedef struct {
    __m512i high;   /* the last lane: the bits of the last column above its digit */
    unsigned carry; /* the carry out of the last digit when those bits have been added, 0 or 1 */
} carries;

/*
 * r[0..13) = 16 columns, which are below 2^63 each, and what was carried before; `left` limbs of it
 * if these are fewer.
 *
 * NOLINTBEGIN(clang-analyzer-core.*): clang's analyzer assumes that a length may be 0. Then no
 * digit and no column would be written below.
 */
static inline void to_limbs(uint64_t *r, int64_t left, __m512i column0, __m512i column1,
                            carries *from) {
    const __m512i mask = _mm512_set1_epi64((long long)MASK), one = _mm512_set1_epi64(1);
    __m512i high0 = _mm512_srli_epi64(column0, BITS), high1 = _mm512_srli_epi64(column1, BITS);
    /* Sums below 2^52 + 2^11, so what is left to carry is 0 or 1. */
    __m512i digit0 = _mm512_add_epi64(_mm512_and_si512(column0, mask),
                                      _mm512_alignr_epi64(high0, from->high, 7));
    __m512i digit1 =
        _mm512_add_epi64(_mm512_and_si512(column1, mask), _mm512_alignr_epi64(high1, high0, 7));
    from->high = high1;
    /* A digit that is too large carries, and so does one of all ones that receives a carry. */
    unsigned carrying = (unsigned)_mm512_cmpgt_epu64_mask(digit0, mask)
                        | (unsigned)_mm512_cmpgt_epu64_mask(digit1, mask) << 8;
    unsigned ones = (unsigned)_mm512_cmpeq_epu64_mask(digit0, mask)
                    | (unsigned)_mm512_cmpeq_epu64_mask(digit1, mask) << 8;
    unsigned receiving = ((carrying << 1 | from->carry) + ones) ^ ones;
    from->carry = receiving >> 16;
    digit0 = _mm512_mask_add_epi64(digit0, (__mmask8)receiving, digit0, one);
    digit1 = _mm512_mask_add_epi64(digit1, (__mmask8)(receiving >> 8), digit1, one);
    digit0 = _mm512_and_si512(digit0, mask);
    digit1 = _mm512_and_si512(digit1, mask);

    /* Where each limb begins: its digit, and a bit of that. It consists of up to three digits. */
    const __m512i first0 = _mm512_setr_epi64(0, 1, 2, 3, 4, 6, 7, 8);
    const __m512i bit0 = _mm512_setr_epi64(0, 12, 24, 36, 48, 8, 20, 32);
    const __m512i first1 = _mm512_setr_epi64(9, 11, 12, 13, 14, 15, 15, 15);
    const __m512i bit1 = _mm512_setr_epi64(44, 4, 16, 28, 40, 0, 0, 0);
    const __m512i digit = _mm512_set1_epi64(BITS), two = _mm512_set1_epi64(2);
    __m512i limbs0 = _mm512_srlv_epi64(_mm512_permutex2var_epi64(digit0, first0, digit1), bit0);
    __m512i limbs1 = _mm512_srlv_epi64(_mm512_permutexvar_epi64(first1, digit1), bit1);
    __m512i next0 = _mm512_permutex2var_epi64(digit0, _mm512_add_epi64(first0, one), digit1);
    __m512i next1 = _mm512_permutexvar_epi64(_mm512_add_epi64(first1, one), digit1);
    __m512i shift0 = _mm512_sub_epi64(digit, bit0), shift1 = _mm512_sub_epi64(digit, bit1);
    limbs0 = _mm512_or_si512(limbs0, _mm512_sllv_epi64(next0, shift0));
    limbs1 = _mm512_or_si512(limbs1, _mm512_sllv_epi64(next1, shift1));
    next0 = _mm512_permutex2var_epi64(digit0, _mm512_add_epi64(first0, two), digit1);
    next1 = _mm512_permutexvar_epi64(_mm512_add_epi64(first1, two), digit1);
    limbs0 = _mm512_or_si512(limbs0, _mm512_sllv_epi64(next0, _mm512_add_epi64(shift0, digit)));
    limbs1 = _mm512_or_si512(limbs1, _mm512_sllv_epi64(next1, _mm512_add_epi64(shift1, digit)));
    __mmask8 there0 = (__mmask8)(left >= 8 ? 0xFF : (1 << left) - 1);
    __mmask8 there1 = (__mmask8)(left >= 13 ? 0x1F : left <= 8 ? 0 : (1 << (left - 8)) - 1);
    _mm512_mask_storeu_epi64(r, there0, limbs0);
    if (there1 != 0) {
        _mm512_mask_storeu_epi64(r + 8, there1, limbs1);
    }
}

/*
 * A square. Column k is twice the sum of the products a_i a_(k-i) with i < k - i, and the square of
 * the digit k / 2 if k is even. Its high half belongs to the next column.
 */
static void square(uint64_t *r, const uint64_t *a, int64_t limbs) {
    uint64_t padded[LONGEST + 2 * COLUMNS];
    int64_t n = digits_in(limbs);
    uint64_t *digits = padded + COLUMNS;
    const __m512i zero = _mm512_setzero_si512();
    const __m512i pairs0 = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
    const __m512i pairs1 = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
    _mm512_storeu_si512(padded, zero);
    _mm512_storeu_si512(padded + 8, zero);
    to_digits(digits, a, limbs);
    _mm512_storeu_si512(digits + n, zero);
    _mm512_storeu_si512(digits + n + 8, zero);

    __m512i carried = zero;
    carries out = {zero, 0};
    int64_t total = (64 * 2 * limbs + BITS * 16 - 1) / (BITS * 16) * 16;
    for (int64_t k = 0; k < total; k += COLUMNS) {
        __m512i low0 = zero, low1 = zero, high0 = zero, high1 = zero;
        __m512i low2 = zero, low3 = zero, high2 = zero, high3 = zero;
        int64_t i = k - n + 1 > 0 ? k - n + 1 : 0, half = k / 2;
        for (; i + 2 <= half; i += 2) { /* i < k - i in all columns */
            __m512i x = _mm512_set1_epi64((long long)digits[i]),
                    y = _mm512_set1_epi64((long long)digits[i + 1]);
            __m512i b0 = eight(digits + k - i), b1 = eight(digits + k - i + 8);
            __m512i c0 = eight(digits + k - i - 1), c1 = eight(digits + k - i + 7);
            low0 = _mm512_madd52lo_epu64(low0, x, b0);
            low1 = _mm512_madd52lo_epu64(low1, x, b1);
            high0 = _mm512_madd52hi_epu64(high0, x, b0);
            high1 = _mm512_madd52hi_epu64(high1, x, b1);
            low2 = _mm512_madd52lo_epu64(low2, y, c0);
            low3 = _mm512_madd52lo_epu64(low3, y, c1);
            high2 = _mm512_madd52hi_epu64(high2, y, c0);
            high3 = _mm512_madd52hi_epu64(high3, y, c1);
        }
        if (i < half) {
            __m512i x = _mm512_set1_epi64((long long)digits[i]);
            __m512i b0 = eight(digits + k - i), b1 = eight(digits + k - i + 8);
            low0 = _mm512_madd52lo_epu64(low0, x, b0);
            low1 = _mm512_madd52lo_epu64(low1, x, b1);
            high0 = _mm512_madd52hi_epu64(high0, x, b0);
            high1 = _mm512_madd52hi_epu64(high1, x, b1);
        }
        /* Digits half + j and half + j + 4. Beyond the last digit, x or y is 0. */
#pragma GCC unroll 4
        for (int j = 0; j < 4; j++) {
            __mmask8 above = (__mmask8)(0xFE << (2 * j)); /* the columns in which i < k - i */
            __m512i x = _mm512_set1_epi64((long long)digits[half + j]),
                    y = _mm512_set1_epi64((long long)digits[half + j + 4]);
            __m512i b0 = eight(digits + half - j), b1 = eight(digits + half - j + 8),
                    c1 = eight(digits + half - j + 4);
            low0 = _mm512_mask_madd52lo_epu64(low0, above, x, b0);
            high0 = _mm512_mask_madd52hi_epu64(high0, above, x, b0);
            low1 = _mm512_madd52lo_epu64(low1, x, b1);
            high1 = _mm512_madd52hi_epu64(high1, x, b1);
            low3 = _mm512_mask_madd52lo_epu64(low3, above, y, c1);
            high3 = _mm512_mask_madd52hi_epu64(high3, above, y, c1);
        }
        high0 = _mm512_slli_epi64(_mm512_add_epi64(high0, high2), 1);
        high1 = _mm512_slli_epi64(_mm512_add_epi64(high1, high3), 1);
        low0 = _mm512_slli_epi64(_mm512_add_epi64(low0, low2), 1);
        low1 = _mm512_slli_epi64(_mm512_add_epi64(low1, low3), 1);
        low0 = _mm512_add_epi64(low0, _mm512_alignr_epi64(high0, carried, 7));
        low1 = _mm512_add_epi64(low1, _mm512_alignr_epi64(high1, high0, 7));
        carried = high1;
        __m512i x = _mm512_loadu_si512(digits + half);
        __m512i low = _mm512_madd52lo_epu64(zero, x, x), high = _mm512_madd52hi_epu64(zero, x, x);
        low0 = _mm512_add_epi64(low0, _mm512_permutex2var_epi64(low, pairs0, high));
        low1 = _mm512_add_epi64(low1, _mm512_permutex2var_epi64(low, pairs1, high));
        int64_t done = k / 16 * 13;
        to_limbs(r + done, 2 * limbs - done, low0, low1, &out);
    }
}

/* The digits of both factors; b has zeros before and after. */
typedef struct {
    uint64_t *a, *b;
    int64_t n, m;
} factors;

/*
 * The limbs of a product before limb `to`. Columns before `first` are left out, and so are the high
 * halves that they carry. Column k is the sum of the low halves of a_i b_(k-i) and the high halves
 * of a_i b_(k-1-i): at most 2^10 of each, below 2^52, so below 2^63.
 */
static void multiply(uint64_t *r, factors f, int64_t first, int64_t to) {
    const __m512i zero = _mm512_setzero_si512();
    __m512i carried = zero; /* its last lane is the high half that the previous columns carry */
    carries out = {zero, 0};
    for (int64_t k = first, done = k / 16 * 13; done < to; k += COLUMNS, done += 13) {
        __m512i low0 = zero, low1 = zero, high0 = zero, high1 = zero;
        __m512i low2 = zero, low3 = zero, high2 = zero, high3 = zero;
        int64_t i = k - f.m + 1 > 0 ? k - f.m + 1 : 0, end = k + COLUMNS < f.n ? k + COLUMNS : f.n;
        for (; i + 16 <= end; i += 16) { /* digits i and i + 8 share a vector */
            for (int64_t j = i; j < i + 8; j++) {
                __m512i x = _mm512_set1_epi64((long long)f.a[j]),
                        y = _mm512_set1_epi64((long long)f.a[j + 8]);
                __m512i b0 = eight(f.b + k - j), b1 = eight(f.b + k - j + 8),
                        before = eight(f.b + k - j - 8);
                low0 = _mm512_madd52lo_epu64(low0, x, b0);
                low1 = _mm512_madd52lo_epu64(low1, x, b1);
                high0 = _mm512_madd52hi_epu64(high0, x, b0);
                high1 = _mm512_madd52hi_epu64(high1, x, b1);
                low2 = _mm512_madd52lo_epu64(low2, y, before);
                low3 = _mm512_madd52lo_epu64(low3, y, b0);
                high2 = _mm512_madd52hi_epu64(high2, y, before);
                high3 = _mm512_madd52hi_epu64(high3, y, b0);
            }
        }
        for (; i + 2 <= end; i += 2) {
            __m512i x = _mm512_set1_epi64((long long)f.a[i]),
                    y = _mm512_set1_epi64((long long)f.a[i + 1]);
            __m512i b0 = eight(f.b + k - i), b1 = eight(f.b + k - i + 8);
            __m512i c0 = eight(f.b + k - i - 1), c1 = eight(f.b + k - i + 7);
            low0 = _mm512_madd52lo_epu64(low0, x, b0);
            low1 = _mm512_madd52lo_epu64(low1, x, b1);
            high0 = _mm512_madd52hi_epu64(high0, x, b0);
            high1 = _mm512_madd52hi_epu64(high1, x, b1);
            low2 = _mm512_madd52lo_epu64(low2, y, c0);
            low3 = _mm512_madd52lo_epu64(low3, y, c1);
            high2 = _mm512_madd52hi_epu64(high2, y, c0);
            high3 = _mm512_madd52hi_epu64(high3, y, c1);
        }
        if (i < end) {
            __m512i x = _mm512_set1_epi64((long long)f.a[i]);
            __m512i b0 = eight(f.b + k - i), b1 = eight(f.b + k - i + 8);
            low0 = _mm512_madd52lo_epu64(low0, x, b0);
            low1 = _mm512_madd52lo_epu64(low1, x, b1);
            high0 = _mm512_madd52hi_epu64(high0, x, b0);
            high1 = _mm512_madd52hi_epu64(high1, x, b1);
        }
        high0 = _mm512_add_epi64(high0, high2);
        high1 = _mm512_add_epi64(high1, high3);
        low0 =
            _mm512_add_epi64(_mm512_add_epi64(low0, low2), _mm512_alignr_epi64(high0, carried, 7));
        low1 = _mm512_add_epi64(_mm512_add_epi64(low1, low3), _mm512_alignr_epi64(high1, high0, 7));
        carried = high1;
        to_limbs(r + done, to - done, low0, low1, &out);
    }
}

/* `a_digits` has room for the digits of a, and `padded` for those of b and 2 COLUMNS zeros. */
static factors factors_of(uint64_t *a_digits, const uint64_t *a, int64_t a_limbs, uint64_t *padded,
                          const uint64_t *b, int64_t b_limbs) {
    factors f = {a_digits, padded + COLUMNS, digits_in(a_limbs), digits_in(b_limbs)};
    const __m512i zero = _mm512_setzero_si512();
    _mm512_storeu_si512(padded, zero);
    _mm512_storeu_si512(padded + 8, zero);
    to_digits(f.a, a, a_limbs);
    to_digits(f.b, b, b_limbs);
    /* to_digits() has written zeros up to a multiple of 16; the rest follows here. */
    _mm512_storeu_si512(f.b + f.m, zero);
    _mm512_storeu_si512(f.b + f.m + 8, zero);
    return f;
}

void dc_mul_ifma(uint64_t *r, const uint64_t *a, int64_t a_limbs, const uint64_t *b,
                 int64_t b_limbs) {
    if (a == b && a_limbs == b_limbs) {
        square(r, a, a_limbs);
        return;
    }
    uint64_t a_digits[LONGEST], padded[LONGEST + 2 * COLUMNS];
    multiply(r, factors_of(a_digits, a, a_limbs, padded, b, b_limbs), 0, a_limbs + b_limbs);
}

/* What to_digits() writes. */
static int64_t room_for_digits(int64_t limbs) {
    return (limbs + 12) / 13 * 16;
}

void dc_mul_ifma_part(uint64_t *r, const uint64_t *a, int64_t a_limbs, const uint64_t *b,
                      int64_t b_limbs, int64_t from, int64_t to, uint64_t *scratch) {
    int64_t first = from > 2 ? (from - 2) / 13 * 16 : 0;
    multiply(r, factors_of(scratch, a, a_limbs, scratch + room_for_digits(a_limbs), b, b_limbs),
             first, to);
}
/* NOLINTEND(clang-analyzer-core.*) */

#if defined(__clang__)
#pragma clang attribute pop
#endif

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
