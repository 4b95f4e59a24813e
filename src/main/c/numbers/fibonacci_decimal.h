/* Exact Fibonacci numbers in decimal words, in stages. Internal. */
#ifndef DC_FIBONACCI_DECIMAL_H
#define DC_FIBONACCI_DECIMAL_H

#include "stages.h"
#include "variants.h"

/*
 * For 0 <= n <= DC_FIB_MAX_DECIMAL_INDEX: the words of the result, of dc_fib_word_digits(n) digits
 * each, a few more than F(n) has; and the words of scratch.
 */
int64_t dc_fib_decimal_words(int64_t n);
int64_t dc_fib_decimal_scratch(int64_t n);

/* result[0..dc_fib_decimal_words(n)) = F(n) */
void dc_walk_fib_decimal(dc_walk *walk, const dc_variants *variants, uint64_t *result,
                         uint64_t *scratch, int64_t n);

#endif
