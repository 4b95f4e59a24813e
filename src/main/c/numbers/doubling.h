/*
 * Exact Fibonacci numbers by doubling the index, for any kind of words. Internal.
 *
 * The algorithm is the same for limbs and for decimal words. Only the arithmetic differs, which
 * fibonacci.c and fibonacci_decimal.c provide. The functions are inline, so that the compiler
 * specializes them: indirect calls would take a twentieth of the 300 ns of F(1000).
 */
#ifndef DC_DOUBLING_H
#define DC_DOUBLING_H

#include "decimal.h"
#include "fibonacci.h"
#include "limbs.h"
#include "stages.h"
#include "variants.h"

/* F(k) and F(k-1), of m words each, and room for two numbers that are twice as long. */
typedef struct {
    uint64_t *f, *g, *a, *b;
    int64_t k, m;
} dc_fib_pair;

/* Arithmetic on numbers of one kind of words. */
typedef struct {
    const dc_decimal *decimal; /* passed to each function; NULL for limbs */
    int64_t single_word_index; /* the largest k for which F(k) is one word */

    /* Enough words for 3 F(k), which is the largest factor of the last product. */
    int64_t (*words)(const dc_decimal *d, int64_t k);

    /* r[0..2n) = x[0..n) * y[0..n), with its scratch; a square if x == y. */
    int64_t (*product_scratch)(const dc_decimal *d, int64_t n, int square);
    void (*walk_product)(dc_walk *walk, const dc_variants *variants, const dc_decimal *d,
                         uint64_t *r, const uint64_t *x, const uint64_t *y, int64_t n,
                         uint64_t *scratch);

    /*
     * From the squares a = F(j)^2 and b = F(j-1)^2 of 2n words, to f = F(k) and g = F(k-1) of at
     * least p->m words, where k = 2j + odd; `two` is 2 (-1)^j.
     */
    void (*combine)(const dc_decimal *d, dc_fib_pair *p, int64_t n, int odd, int two);

    /* a and b = the factors of the last product, from f and g, of n words each. */
    void (*last_factors)(const dc_decimal *d, dc_fib_pair *p, int64_t n, int odd);

    /* x[0..n) += two, which is 2 or -2. The sum is not negative and has n words. */
    void (*add_two)(const dc_decimal *d, uint64_t *x, int64_t n, int two);
} dc_fib_arithmetic;

/*
 * Doublings of numbers of up to this many words are one stage. It takes a few hundred microseconds,
 * or a millisecond without vectors.
 */
enum { DC_DOUBLING_STAGE_WORDS = 2048 };

/* Words of each of the four numbers of a pair; the squares are of the size of F(n / 2 + 1). */
static inline int64_t dc_doubling_room_for(const dc_fib_arithmetic *arithmetic, int64_t n) {
    const dc_decimal *d = arithmetic->decimal;
    return dc_larger(2 * arithmetic->words(d, n / 4 + 1) + 2, arithmetic->words(d, n / 2));
}

/* For n >= 0: the words of the result, a few more than F(n) has. */
static inline int64_t dc_doubling_words(const dc_fib_arithmetic *arithmetic, int64_t n) {
    return 2 * arithmetic->words(arithmetic->decimal, n / 2) + 1;
}

/* For n >= 0: the words of scratch. */
static inline int64_t dc_doubling_scratch(const dc_fib_arithmetic *arithmetic, int64_t n) {
    const dc_decimal *d = arithmetic->decimal;
    int64_t half = arithmetic->words(d, n / 2), quarter = arithmetic->words(d, n / 4 + 1);
    int64_t product = arithmetic->product_scratch(d, half, 0);
    int64_t square = arithmetic->product_scratch(d, quarter, 1);
    return 4 * dc_doubling_room_for(arithmetic, n) + dc_larger(product, square);
}

/* The state of a walk: the current pair, and what its arithmetic needs. */
typedef struct {
    const dc_variants *variants;
    uint64_t *products; /* scratch for products */
    dc_fib_pair pair;
} dc_doubling_state;

static inline void dc_doubling_walk_product(dc_walk *walk, const dc_fib_arithmetic *arithmetic,
                                            const dc_doubling_state *s, uint64_t *r,
                                            const uint64_t *x, const uint64_t *y, int64_t n) {
    arithmetic->walk_product(walk, s->variants, arithmetic->decimal, r, x, y, n, s->products);
}

/* 2 (-1)^k */
static inline int dc_doubling_two_signed(int64_t k) {
    return k & 1 ? -2 : 2;
}

/*
 * From k to 2k or 2k + 1 by two squares:
 *   F(2k+1) = 4 F(k)^2 - F(k-1)^2 + 2 (-1)^k,  F(2k-1) = F(k)^2 + F(k-1)^2,
 *   F(2k) = F(2k+1) - F(2k-1)
 * [The GNU MP manual, section "Fibonacci Numbers Algorithm"; the identities are Lucas's.]
 */
static inline void dc_doubling_walk_one(dc_walk *walk, const dc_fib_arithmetic *arithmetic,
                                        dc_doubling_state *s, int odd) {
    dc_fib_pair *p = &s->pair;
    int64_t n = p->m;
    int two = dc_doubling_two_signed(p->k);
    p->k = 2 * p->k + odd;
    /* 4 F(k)^2 has 2n + 1 words at most. */
    p->m = dc_smaller(arithmetic->words(arithmetic->decimal, p->k), 2 * n + 1);
    dc_doubling_walk_product(walk, arithmetic, s, p->a, p->f, p->f, n);
    dc_doubling_walk_product(walk, arithmetic, s, p->b, p->g, p->g, n);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        arithmetic->combine(arithmetic->decimal, p, n, odd, two);
    }
}

/*
 * Doublings while more than one bit is left and numbers have no more than `limit` words. Returns
 * how many bits are left.
 */
static inline int dc_doubling_walk_bits(dc_walk *walk, const dc_fib_arithmetic *arithmetic,
                                        dc_doubling_state *s, int64_t n, int left, int64_t limit) {
    while (left > 1 && s->pair.m <= limit) {
        left--;
        dc_doubling_walk_one(walk, arithmetic, s, (int)(n >> left & 1));
    }
    return left;
}

/*
 * The last doubling computes one number only, by one product:
 *   F(2k) = F(k) (F(k) + 2 F(k-1)),  F(2k+1) = (2 F(k) + F(k-1)) (2 F(k) - F(k-1)) + 2 (-1)^k
 */
static inline void dc_doubling_walk_last(dc_walk *walk, const dc_fib_arithmetic *arithmetic,
                                         const dc_doubling_state *s, uint64_t *result, int64_t n) {
    dc_fib_pair p = s->pair;
    int64_t m = arithmetic->words(arithmetic->decimal, n / 2);
    int odd = (int)(n & 1);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        for (int64_t i = p.m; i < m; i++) {
            p.f[i] = p.g[i] = 0;
        }
        arithmetic->last_factors(arithmetic->decimal, &p, m, odd);
    }
    dc_doubling_walk_product(walk, arithmetic, s, result, p.a, p.b, m);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        result[2 * m] = 0;
        if (odd) {
            arithmetic->add_two(arithmetic->decimal, result, 2 * m, dc_doubling_two_signed(p.k));
        }
    }
}

/* result[0..dc_doubling_words(arithmetic, n)) = F(n) */
static inline void dc_walk_doubling(dc_walk *walk, const dc_fib_arithmetic *arithmetic,
                                    const dc_variants *variants, uint64_t *result,
                                    uint64_t *scratch, int64_t n) {
    if (n <= arithmetic->single_word_index) {
        int64_t words = dc_doubling_words(arithmetic, n);
        for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
            for (int64_t i = 0; i < words; i++) {
                result[i] = i == 0 ? dc_fib_single_word(n) : 0;
            }
        }
        return;
    }
    int left = 0; /* bits of n below those of k */
    while (n >> left > arithmetic->single_word_index) {
        left++;
    }
    int64_t room = dc_doubling_room_for(arithmetic, n), k = n >> left;
    dc_doubling_state s = {
        variants,
        scratch + 4 * room,
        {scratch, scratch + room, scratch + 2 * room, scratch + 3 * room, k, 1},
    };
    /* This pass finds where the first stage ends. `s` continues there, whether or not it runs. */
    dc_fib_pair first = s.pair;
    dc_walk none = {.stage = DC_WALK_NONE};
    int left_after = dc_doubling_walk_bits(&none, arithmetic, &s, n, left, DC_DOUBLING_STAGE_WORDS);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        dc_walk all = {.stage = DC_WALK_ALL};
        first.f[0] = dc_fib_single_word(k);
        first.g[0] = dc_fib_single_word(k - 1);
        dc_doubling_state run = {s.variants, s.products, first};
        dc_doubling_walk_bits(&all, arithmetic, &run, n, left, DC_DOUBLING_STAGE_WORDS);
    }
    dc_doubling_walk_bits(walk, arithmetic, &s, n, left_after, INT64_MAX);
    dc_doubling_walk_last(walk, arithmetic, &s, result, n);
}

#endif
