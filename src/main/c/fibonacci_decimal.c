/*
 * Exact Fibonacci numbers as decimal words from the first doubling on: the transforms do not care
 * what a digit is, and a conversion at the end would cost several times as much.
 */
#include "fibonacci_decimal.h"

#include "convolution.h"
#include "decimal.h"
#include "downcall.h"

#include <stddef.h>

/* The largest k for which F(k) is one word of 18 digits. */
enum { START = 87 };

/* At least as many digits as F(k) has: 3855141514259838964 / 2^64 > log10(phi). */
static int64_t digits_of(int64_t k) {
    return (int64_t)dc_high((uint64_t)k, UINT64_C(3855141514259838964)) + 1;
}

int dc_fib_digits_per_word(int64_t n) {
    return (digits_of(n / 2 + 1) + 1) / 19 + 1 <= DC_TERMS_DECIMAL_19 ? 19 : 18;
}

/* Words for 3 F(k), which is what the last product takes. */
static int64_t words_of(int64_t k, int digits) {
    return (digits_of(k) + 1) / digits + 1;
}

static int64_t larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

/* Of each of the four numbers: F(k), F(k-1), and their squares. */
static int64_t half_words_of(int64_t n, int digits) {
    return larger(2 * words_of(n / 4 + 1, digits), words_of(n / 2, digits));
}

static dc_convolution product_of(const dc_variants *variants, const dc_decimal *d, uint64_t *r,
                                 const uint64_t *a, const uint64_t *b, int64_t m,
                                 uint64_t *scratch) {
    dc_digits digits = d->digits == 19 ? DC_DECIMAL_19 : DC_DECIMAL_18;
    return (dc_convolution){variants->ntt, digits, a, b, m, m, r, scratch, 0, 0};
}

int64_t dc_fib_decimal_words(int64_t n) {
    return 2 * words_of(n / 2, dc_fib_digits_per_word(n)) + 1;
}

int64_t dc_fib_decimal_scratch(int64_t n) {
    int digits = dc_fib_digits_per_word(n);
    const dc_decimal *d = digits == 19 ? &dc_decimal_19 : &dc_decimal_18;
    const dc_variants *variants = dc_variants_for(0);
    const uint64_t a = 0, b = 0;
    dc_convolution product = product_of(variants, d, NULL, &a, &b, words_of(n / 2, digits), NULL);
    dc_convolution square =
        product_of(variants, d, NULL, &a, &a, words_of(n / 4 + 1, digits), NULL);
    return 4 * half_words_of(n, digits)
           + larger(dc_convolution_scratch(&product), dc_convolution_scratch(&square));
}

typedef struct {
    const dc_variants *variants;
    const dc_decimal *d;
    uint64_t *f, *g, *a, *b, *products;
    int64_t k, m; /* f = F(k), g = F(k-1), m words each */
} pair;

/*
 * As in fibonacci.c, but in one pass: F(2k+1) = 4 a - b + 2 (-1)^k, F(2k) = 3 a - 2 b + 2 (-1)^k,
 * F(2k-1) = a + b.
 */
static void walk_doubling(dc_walk *walk, pair *p, int bit) {
    int64_t m = p->m;
    int two = p->k & 1 ? -2 : 2;
    p->k = 2 * p->k + bit;
    int64_t next = words_of(p->k, p->d->digits);
    dc_convolution square = product_of(p->variants, p->d, p->a, p->f, p->f, m, p->products);
    dc_walk_convolution(walk, &square);
    square = product_of(p->variants, p->d, p->b, p->g, p->g, m, p->products);
    dc_walk_convolution(walk, &square);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        /* 2 m words may be one less than 4 a has; the next product wants so many. */
        for (int64_t i = 2 * m; i < next; i++) {
            p->a[i] = p->b[i] = 0;
        }
        if (bit) {
            dc_decimal_combine(p->f, 4, p->a, 1, p->b, next, two, p->d);
            dc_decimal_combine(p->g, 3, p->a, 2, p->b, next, two, p->d);
        } else {
            dc_decimal_combine(p->f, 3, p->a, 2, p->b, next, two, p->d);
            dc_decimal_sum(p->g, p->a, p->b, next, p->d);
        }
    }
    p->m = next;
}

static uint64_t first_of(int64_t k) {
    uint64_t f = 0, next = 1;
    for (; k > 0; k--) {
        uint64_t sum = f + next;
        f = next;
        next = sum;
    }
    return f;
}

/* Up to so many words, doublings are one stage. */
enum { ONE_STAGE_WORDS = 2048 };

static int double_up_to(dc_walk *walk, pair *p, int64_t n, int left, int64_t limit) {
    while (left > 1 && p->m <= limit) {
        left--;
        walk_doubling(walk, p, (int)(n >> left & 1));
    }
    return left;
}

void dc_walk_fib_decimal(dc_walk *walk, const dc_variants *variants, uint64_t *result,
                         uint64_t *scratch, int64_t n) {
    int digits = dc_fib_digits_per_word(n);
    const dc_decimal *d = digits == 19 ? &dc_decimal_19 : &dc_decimal_18;
    int64_t words = dc_fib_decimal_words(n), m = words_of(n / 2, digits);
    if (n <= START) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            for (int64_t i = 0; i < words; i++) {
                result[i] = i == 0 ? first_of(n) : 0;
            }
        }
        return;
    }
    int left = 0;
    while (n >> left > START) {
        left++;
    }
    int64_t half = half_words_of(n, digits);
    pair p = {variants,
              d,
              scratch,
              scratch + half,
              scratch + 2 * half,
              scratch + 3 * half,
              scratch + 4 * half,
              n >> left,
              1};
    pair after = p;
    dc_walk none = {.stage = DC_WALK_NONE};
    int left_after = double_up_to(&none, &after, n, left, ONE_STAGE_WORDS);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_walk all = {.stage = DC_WALK_ALL};
        p.f[0] = first_of(p.k);
        p.g[0] = first_of(p.k - 1);
        double_up_to(&all, &p, n, left, ONE_STAGE_WORDS);
    }
    p = after;
    double_up_to(walk, &p, n, left_after, INT64_MAX);

    uint64_t *f = p.f, *g = p.g, *a = p.a, *b = p.b;
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        for (int64_t i = p.m; i < m; i++) {
            f[i] = g[i] = 0;
        }
        if (n & 1) { /* 2 F(k) + F(k-1), 2 F(k) - F(k-1) */
            dc_decimal_sum(a, f, f, m, d);
            dc_decimal_combine(b, 1, a, 1, g, m, 0, d);
            dc_decimal_sum(a, a, g, m, d);
        } else { /* F(k), F(k) + 2 F(k-1) */
            dc_decimal_sum(b, g, g, m, d);
            dc_decimal_sum(b, b, f, m, d);
            for (int64_t i = 0; i < m; i++) {
                a[i] = f[i];
            }
        }
    }
    dc_convolution product = product_of(variants, d, result, a, b, m, p.products);
    dc_walk_convolution(walk, &product);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        result[2 * m] = 0;
        if (n & 1) {
            dc_decimal_add_signed(result, 2 * m, p.k & 1 ? -2 : 2, d);
        }
    }
}

/* ---- The public functions ------------------------------------------------------------------- */

long long dc_fib_max_decimal_index(void) {
    return DC_FIB_MAX_DECIMAL_INDEX;
}

int dc_fib_word_digits(long long n) {
    return n >= 0 && n <= DC_FIB_MAX_DECIMAL_INDEX ? dc_fib_digits_per_word(n) : DC_ERR_RANGE;
}
