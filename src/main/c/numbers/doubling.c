/* Doubles the index from the top bits of n down to its last bit. */
#include "doubling.h"

#include "../downcall.h"

/*
 * Doublings of numbers of up to this many words are one stage. It takes some hundred microseconds,
 * or a millisecond without vectors.
 */
enum { ONE_STAGE_WORDS = 2048 };

static int64_t larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* Words of each of the four numbers of a pair; the squares are of the size of F(n / 2 + 1). */
static int64_t room_for(const dc_fib_arithmetic *arithmetic, int64_t n) {
    const dc_decimal *d = arithmetic->decimal;
    return larger(2 * arithmetic->words(d, n / 4 + 1) + 2, arithmetic->words(d, n / 2));
}

int64_t dc_doubling_words(const dc_fib_arithmetic *arithmetic, int64_t n) {
    return 2 * arithmetic->words(arithmetic->decimal, n / 2) + 1;
}

int64_t dc_doubling_scratch(const dc_fib_arithmetic *arithmetic, int64_t n) {
    const dc_decimal *d = arithmetic->decimal;
    int64_t half = arithmetic->words(d, n / 2), quarter = arithmetic->words(d, n / 4 + 1);
    int64_t product = arithmetic->product_scratch(d, half, 0);
    int64_t square = arithmetic->product_scratch(d, quarter, 1);
    return 4 * room_for(arithmetic, n) + larger(product, square);
}

/* Where a walk is, and what it works with. */
typedef struct {
    const dc_fib_arithmetic *arithmetic;
    const dc_variants *variants;
    uint64_t *products; /* scratch for products */
    dc_fib_pair pair;
} state;

static void walk_product(dc_walk *walk, const state *s, uint64_t *r, const uint64_t *x,
                         const uint64_t *y, int64_t n) {
    s->arithmetic->walk_product(walk, s->variants, s->arithmetic->decimal, r, x, y, n, s->products);
}

/* 2 (-1)^k */
static int two_signed(int64_t k) {
    return k & 1 ? -2 : 2;
}

/*
 * From k to 2k or 2k + 1 by two squares:
 *   F(2k+1) = 4 F(k)^2 - F(k-1)^2 + 2 (-1)^k,  F(2k-1) = F(k)^2 + F(k-1)^2,  F(2k) = F(2k+1) - F(2k-1)
 * [The GNU MP manual, section "Fibonacci Numbers Algorithm"; the identities are Lucas's.]
 */
static void walk_one(dc_walk *walk, state *s, int odd) {
    const dc_fib_arithmetic *arithmetic = s->arithmetic;
    dc_fib_pair *p = &s->pair;
    int64_t n = p->m;
    int two = two_signed(p->k);
    p->k = 2 * p->k + odd;
    /* 4 F(k)^2 has 2n + 1 words at most. */
    p->m = smaller(arithmetic->words(arithmetic->decimal, p->k), 2 * n + 1);
    walk_product(walk, s, p->a, p->f, p->f, n);
    walk_product(walk, s, p->b, p->g, p->g, n);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        arithmetic->combine(arithmetic->decimal, p, n, odd, two);
    }
}

/*
 * Doublings while more than one bit is left and numbers have no more than `limit` words. Returns
 * how many bits are left.
 */
static int walk_bits(dc_walk *walk, state *s, int64_t n, int left, int64_t limit) {
    while (left > 1 && s->pair.m <= limit) {
        left--;
        walk_one(walk, s, (int)(n >> left & 1));
    }
    return left;
}

/*
 * The last doubling computes one number only, by one product:
 *   F(2k) = F(k) (F(k) + 2 F(k-1)),  F(2k+1) = (2 F(k) + F(k-1)) (2 F(k) - F(k-1)) + 2 (-1)^k
 */
static void walk_last(dc_walk *walk, const state *s, uint64_t *result, int64_t n) {
    const dc_fib_arithmetic *arithmetic = s->arithmetic;
    dc_fib_pair p = s->pair;
    int64_t m = arithmetic->words(arithmetic->decimal, n / 2);
    int odd = (int)(n & 1);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        for (int64_t i = p.m; i < m; i++) {
            p.f[i] = p.g[i] = 0;
        }
        arithmetic->last_factors(arithmetic->decimal, &p, m, odd);
    }
    walk_product(walk, s, result, p.a, p.b, m);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        result[2 * m] = 0;
        if (odd) {
            arithmetic->add_two(arithmetic->decimal, result, 2 * m, two_signed(p.k));
        }
    }
}

void dc_walk_doubling(dc_walk *walk, const dc_fib_arithmetic *arithmetic,
                      const dc_variants *variants, uint64_t *result, uint64_t *scratch, int64_t n) {
    if (n <= arithmetic->single_word_index) {
        int64_t words = dc_doubling_words(arithmetic, n);
        for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
            for (int64_t i = 0; i < words; i++) {
                result[i] = i == 0 ? (uint64_t)dc_fib_long((int)n) : 0;
            }
        }
        return;
    }
    int left = 0; /* bits of n below those of k */
    while (n >> left > arithmetic->single_word_index) {
        left++;
    }
    int64_t room = room_for(arithmetic, n), k = n >> left;
    state s = {
        arithmetic,
        variants,
        scratch + 4 * room,
        {scratch, scratch + room, scratch + 2 * room, scratch + 3 * room, k, 1},
    };
    /* Whether or not this call runs the first stage, s has to be as it is after that stage. */
    state after = s;
    dc_walk none = {.stage = DC_WALK_NONE};
    int left_after = walk_bits(&none, &after, n, left, ONE_STAGE_WORDS);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        dc_walk all = {.stage = DC_WALK_ALL};
        s.pair.f[0] = (uint64_t)dc_fib_long((int)k);
        s.pair.g[0] = (uint64_t)dc_fib_long((int)k - 1);
        walk_bits(&all, &s, n, left, ONE_STAGE_WORDS);
    }
    walk_bits(walk, &after, n, left_after, INT64_MAX);
    walk_last(walk, &after, result, n);
}
