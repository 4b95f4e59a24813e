/*
 * Exact Fibonacci numbers in decimal words from the first doubling on. The transforms work in any
 * base, and a conversion at the end would take several times as long as the computation itself.
 */
#include "fibonacci_decimal.h"

#include "../downcall.h"
#include "convolution.h"
#include "decimal.h"
#include "doubling.h"

#include <stddef.h>

/* At least as many digits as F(k) has: 3855141514259838964 / 2^64 > log10(phi). */
static int64_t digits_of(int64_t k) {
    return (int64_t)dc_high((uint64_t)k, UINT64_C(3855141514259838964)) + 1;
}

static int64_t words_needed(const dc_decimal *d, int64_t k) {
    return (digits_of(k) + 1) / d->digits + 1;
}

static dc_convolution product_of(const dc_variants *variants, const dc_decimal *d, uint64_t *r,
                                 const uint64_t *x, const uint64_t *y, int64_t n,
                                 uint64_t *scratch) {
    dc_digits digits = d->digits == 19 ? DC_DECIMAL_19 : DC_DECIMAL_18;
    return (dc_convolution){variants->ntt, digits, x, y, n, n, r, scratch, 0, 0};
}

static int64_t product_scratch(const dc_decimal *d, int64_t n, int square) {
    const uint64_t x = 0, y = 0;
    dc_convolution c = product_of(dc_variants_for(0), d, NULL, &x, square ? &x : &y, n, NULL);
    return dc_convolution_scratch(&c);
}

static void walk_product(dc_walk *walk, const dc_variants *variants, const dc_decimal *d,
                         uint64_t *r, const uint64_t *x, const uint64_t *y, int64_t n,
                         uint64_t *scratch) {
    dc_convolution c = product_of(variants, d, r, x, y, n, scratch);
    dc_walk_convolution(walk, &c);
}

/* In one pass: F(2j+1) = 4 a - b + two, F(2j) = 3 a - 2 b + two, F(2j-1) = a + b. */
static void combine(const dc_decimal *d, dc_fib_pair *p, int64_t n, int odd, int two) {
    int64_t m = p->m;
    /* 2n words may be one too few for 4 a. */
    for (int64_t i = 2 * n; i < m; i++) {
        p->a[i] = p->b[i] = 0;
    }
    if (odd) {
        dc_decimal_combine(p->f, 4, p->a, 1, p->b, m, two, d);
        dc_decimal_combine(p->g, 3, p->a, 2, p->b, m, two, d);
    } else {
        dc_decimal_combine(p->f, 3, p->a, 2, p->b, m, two, d);
        dc_decimal_sum(p->g, p->a, p->b, m, d);
    }
}

static void last_factors(const dc_decimal *d, dc_fib_pair *p, int64_t n, int odd) {
    uint64_t *f = p->f, *g = p->g, *a = p->a, *b = p->b;
    if (odd) { /* 2 F(k) + F(k-1) and 2 F(k) - F(k-1) */
        dc_decimal_sum(a, f, f, n, d);
        dc_decimal_combine(b, 1, a, 1, g, n, 0, d);
        dc_decimal_sum(a, a, g, n, d);
    } else { /* F(k) and F(k) + 2 F(k-1) */
        dc_decimal_sum(b, g, g, n, d);
        dc_decimal_sum(b, b, f, n, d);
        for (int64_t i = 0; i < n; i++) {
            a[i] = f[i];
        }
    }
}

static void add_two(const dc_decimal *d, uint64_t *x, int64_t n, int two) {
    dc_decimal_add_signed(x, n, two, d);
}

/* F(87) is the largest Fibonacci number of 18 digits. */
static const dc_fib_arithmetic in_words_of_19 = {
    &dc_decimal_19, 87, words_needed, product_scratch, walk_product, combine, last_factors, add_two,
};
static const dc_fib_arithmetic in_words_of_18 = {
    &dc_decimal_18, 87, words_needed, product_scratch, walk_product, combine, last_factors, add_two,
};

/* Words of 19 digits, unless a factor of the last product has more words than transforms take. */
static const dc_fib_arithmetic *arithmetic_for(int64_t n) {
    int fits = words_needed(&dc_decimal_19, n / 2 + 1) <= DC_TERMS_DECIMAL_19;
    return fits ? &in_words_of_19 : &in_words_of_18;
}

int64_t dc_fib_decimal_words(int64_t n) {
    return dc_doubling_words(arithmetic_for(n), n);
}

int64_t dc_fib_decimal_scratch(int64_t n) {
    return dc_doubling_scratch(arithmetic_for(n), n);
}

void dc_walk_fib_decimal(dc_walk *walk, const dc_variants *variants, uint64_t *result,
                         uint64_t *scratch, int64_t n) {
    dc_walk_doubling(walk, arithmetic_for(n), variants, result, scratch, n);
}

/* ---- The public functions ------------------------------------------------------------------- */

long long dc_fib_max_decimal_index(void) {
    return DC_FIB_MAX_DECIMAL_INDEX;
}

int dc_fib_word_digits(long long n) {
    return n >= 0 && n <= DC_FIB_MAX_DECIMAL_INDEX ? arithmetic_for(n)->decimal->digits
                                                   : DC_ERR_RANGE;
}
