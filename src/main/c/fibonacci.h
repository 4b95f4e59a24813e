/* Exact Fibonacci numbers in stages. Internal. */
#ifndef DC_FIBONACCI_H
#define DC_FIBONACCI_H

#include "isa.h"
#include "stages.h"

/*
 * For 0 <= n <= DC_FIB_MAX_EXACT_INDEX: the limbs of the result, a few more than F(n) has, and of
 * scratch.
 */
int64_t dc_fib_limbs(int64_t n);
int64_t dc_fib_scratch(int64_t n);

/* result[0..dc_fib_limbs(n)) = F(n) */
void dc_walk_fib(dc_walk *walk, const dc_kernels *kernels, uint64_t *result, uint64_t *scratch,
                 int64_t n);

/*
 * The same in decimal words of dc_fib_digits_per_word(n) digits, 19 or, for numbers that would be
 * too long for the transforms, 18; for 0 <= n <= DC_FIB_MAX_DECIMAL_INDEX.
 */
int dc_fib_digits_per_word(int64_t n);
int64_t dc_fib_decimal_words(int64_t n);
int64_t dc_fib_decimal_scratch(int64_t n);
void dc_walk_fib_decimal(dc_walk *walk, const dc_kernels *kernels, uint64_t *result,
                         uint64_t *scratch, int64_t n);

#endif
