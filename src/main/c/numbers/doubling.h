/*
 * Exact Fibonacci numbers by doubling the index, for any kind of words. Internal.
 *
 * The algorithm is the same for limbs and for decimal words. Only the arithmetic differs, which
 * fibonacci.c and fibonacci_decimal.c provide.
 */
#ifndef DC_DOUBLING_H
#define DC_DOUBLING_H

#include "decimal.h"
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

/* For n >= 0: the words of the result, a few more than F(n) has, and of scratch. */
int64_t dc_doubling_words(const dc_fib_arithmetic *arithmetic, int64_t n);
int64_t dc_doubling_scratch(const dc_fib_arithmetic *arithmetic, int64_t n);

/* result[0..dc_doubling_words(arithmetic, n)) = F(n) */
void dc_walk_doubling(dc_walk *walk, const dc_fib_arithmetic *arithmetic,
                      const dc_variants *variants, uint64_t *result, uint64_t *scratch, int64_t n);

#endif
